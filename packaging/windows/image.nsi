; The guest image code-interpreter (numpy, pandas, matplotlib, Node.js), for a Glasshouse that is installed already.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include LogicLib.nsh

Name "Glasshouse: code-interpreter image"
OutFile "${OUTPUT}"
InstallDirRegKey HKCU "Software\Glasshouse" "Folder"
RequestExecutionLevel user
SetCompress off ; the image is a compressed file system
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Glasshouse"
VIAddVersionKey "FileDescription" "Installs the code-interpreter image"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "GPL version 3 or later"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Function .onInit
    ${IfNot} ${FileExists} "$INSTDIR\glasshouse.exe"
        MessageBox MB_OK|MB_ICONSTOP "Install Glasshouse first." /SD IDOK
        SetErrorLevel 2
        Abort
    ${EndIf}
FunctionEnd

; After a file could not be written, and after every Abort.
Function .onInstFailed
    SetOutPath "$TEMP"
    ${If} ${FileExists} "$INSTDIR\image.new"
        RMDir /r "$INSTDIR\image.new"
        MessageBox MB_OK|MB_ICONSTOP "The image was not installed: not all files could be written to $INSTDIR. Is the disk full? What was there before still works." /SD IDOK
    ${EndIf}
FunctionEnd

; Complete or not at all: an older image stays until all of the new one is written.
Section
    RMDir /r "$INSTDIR\image.new"
    RMDir /r "$INSTDIR\image.old"
    SetOutPath "$INSTDIR\image.new"
    File /r "${STAGE}\*.*"
    SetOutPath "$TEMP" ; a folder that is in use cannot be moved
    ClearErrors
    ${If} ${FileExists} "$INSTDIR\images\code-interpreter\*.*"
        Rename "$INSTDIR\images\code-interpreter" "$INSTDIR\image.old"
    ${EndIf}
    Rename "$INSTDIR\image.new" "$INSTDIR\images\code-interpreter"
    ${If} ${Errors}
        RMDir /r "$INSTDIR\image.new"
        MessageBox MB_OK|MB_ICONSTOP "The image is in use. Close Glasshouse and try again." /SD IDOK
        SetErrorLevel 3
        Abort
    ${EndIf}
    RMDir /r "$INSTDIR\image.old"
SectionEnd
