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

; Complete or not at all: the manifest, without which an image is none, comes last.
Section
    SetOutPath "$INSTDIR\images\code-interpreter"
    Delete "$INSTDIR\images\code-interpreter\manifest.json"
    ClearErrors
    File /r /x manifest.json "${STAGE}\*.*"
    ${If} ${Errors}
        MessageBox MB_OK|MB_ICONSTOP "Not all files could be written to $INSTDIR. Is the disk full?" /SD IDOK
        SetErrorLevel 4
        Abort
    ${EndIf}
    File "${STAGE}\manifest.json"
SectionEnd
