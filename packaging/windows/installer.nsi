; The installer, for the person who runs it alone: no administrator rights. Run by packaging/windows/steps/packages.
;   setup.exe /S [/D=FOLDER]          installs silently
;   uninstall.exe /S [/KEEPDATA=0]    removes silently; what the person made stays unless told
Unicode true
Target amd64-unicode ; a 64-bit program: it refuses 32-bit Windows, which could not run Glasshouse
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh

Name "Glasshouse"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Glasshouse"
InstallDirRegKey HKCU "Software\Glasshouse" "Folder"
RequestExecutionLevel user
!ifdef QUICK ; while the installer itself is being worked on
    SetCompressor zlib
!else
    SetCompressor /SOLID lzma
    SetCompressorDictSize 64
!endif
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Glasshouse"
VIAddVersionKey "FileDescription" "Installs Glasshouse"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "GPL version 3 or later"

!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Glasshouse"
!define FOLDER_MENU "Software\Classes\Directory\shell\Glasshouse"
!define MUI_ICON "${STAGE}\glasshouse.ico"
!define MUI_UNICON "${STAGE}\glasshouse.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\glasshouse.exe"
!insertmacro MUI_PAGE_LICENSE "${STAGE}\LICENSE.txt"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Function .onInit
    ${IfNot} ${AtLeastWin10}
        MessageBox MB_OK|MB_ICONSTOP "Glasshouse needs Windows 10 or later." /SD IDOK
        SetErrorLevel 2
        Abort
    ${EndIf}
FunctionEnd

; After a file could not be written, and after every Abort.
Function .onInstFailed
    SetOutPath "$TEMP"
    ${If} ${FileExists} "$INSTDIR.new"
        RMDir /r "$INSTDIR.new"
        MessageBox MB_OK|MB_ICONSTOP "Glasshouse was not installed: not all files could be written beside $INSTDIR. Is the disk full? What was there before still works." /SD IDOK
    ${EndIf}
FunctionEnd

; A program that runs cannot be written over; said before anything was changed.
!macro RefuseWhileRunning
    ${If} ${FileExists} "$INSTDIR\glasshouse.exe"
        ClearErrors
        FileOpen $0 "$INSTDIR\glasshouse.exe" a
        ${If} ${Errors}
            MessageBox MB_OK|MB_ICONSTOP "Glasshouse is running. Close it and try again." /SD IDOK
            SetErrorLevel 3
            Abort
        ${EndIf}
        FileClose $0
    ${EndIf}
!macroend

; Moves each entry of the folder FROM to TO; what TO has by that name goes to OLD.
!macro MoveEntries FROM TO OLD
    CreateDirectory "${TO}"
    CreateDirectory "${OLD}"
    FindFirst $0 $1 "${FROM}\*.*"
    ${DoWhile} $1 != ""
        ${If} $1 != "."
        ${AndIf} $1 != ".."
        ${AndIf} $1 != "images" ; has entries of other packages too
            Rename "${TO}\$1" "${OLD}\$1"
            Rename "${FROM}\$1" "${TO}\$1"
        ${EndIf}
        FindNext $0 $1
    ${Loop}
    FindClose $0
!macroend

Section
    !insertmacro RefuseWhileRunning
    ; Beside what is there, and in its place only when all is written: until then an older version goes on working.
    RMDir /r "$INSTDIR.new"
    RMDir /r "$INSTDIR.old"
    SetOutPath "$INSTDIR.new"
    File /r "${STAGE}\*.*"
    SetOutPath "$TEMP" ; a folder that is in use cannot be moved
    !insertmacro MoveEntries "$INSTDIR.new" "$INSTDIR" "$INSTDIR.old"
    !insertmacro MoveEntries "$INSTDIR.new\images" "$INSTDIR\images" "$INSTDIR.old\images"
    RMDir /r "$INSTDIR.new"
    RMDir /r "$INSTDIR.old"
    ${IfNot} ${FileExists} "$INSTDIR\glasshouse.exe"
        MessageBox MB_OK|MB_ICONSTOP "The files could not be moved to $INSTDIR. Close what uses them and try again." /SD IDOK
        SetErrorLevel 5
        Abort
    ${EndIf}
    SetOutPath "$INSTDIR" ; where the shortcut begins
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\Glasshouse.lnk" "$INSTDIR\glasshouse.exe"

    WriteRegStr HKCU "Software\Glasshouse" "Folder" "$INSTDIR"
    WriteRegStr HKCU "${REMOVAL}" "DisplayName" "Glasshouse"
    WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\glasshouse.ico"
    WriteRegStr HKCU "${REMOVAL}" "Publisher" "Glasshouse"
    WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
    WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKCU "${REMOVAL}" "EstimatedSize" $0

    ; A project is a folder, and Windows knows files by the end of their name only.
    WriteRegStr HKCU "${FOLDER_MENU}" "" "Open with Glasshouse"
    WriteRegStr HKCU "${FOLDER_MENU}" "Icon" "$INSTDIR\glasshouse.ico"
    WriteRegStr HKCU "${FOLDER_MENU}\command" "" '"$INSTDIR\glasshouse.exe" "%1"'
SectionEnd

; Only what was installed: the folder may be one that the person chose and keeps other things in.
Section "Uninstall"
    !insertmacro RefuseWhileRunning
    Delete "$SMPROGRAMS\Glasshouse.lnk"
    DeleteRegKey HKCU "${REMOVAL}"
    DeleteRegKey HKCU "${FOLDER_MENU}"
    DeleteRegKey HKCU "Software\Glasshouse"
    RMDir /r "$INSTDIR\guest"
    RMDir /r "$INSTDIR\qemu"
    RMDir /r "$INSTDIR\images"
    RMDir /r "$INSTDIR\templates"
    RMDir /r "$INSTDIR\platforms"
    RMDir /r "$INSTDIR\styles"
    RMDir /r "$INSTDIR\sqldrivers"
    RMDir /r "$INSTDIR\tls"
    RMDir /r "$INSTDIR\imageformats"
    Delete "$INSTDIR\*.dll"
    Delete "$INSTDIR\glasshouse.exe"
    Delete "$INSTDIR\glasshousectl.exe"
    Delete "$INSTDIR\glasshouse.ico"
    Delete "$INSTDIR\LICENSE.txt"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"

    ; Projects, in the documents, stay always.
    StrCpy $0 ""
    ${GetParameters} $1
    ${GetOptions} $1 "/KEEPDATA=" $0
    ${If} $0 == "0"
        Goto remove
    ${EndIf}
    MessageBox MB_YESNO|MB_ICONQUESTION "Keep your threads, settings, images and kept sandboxes?" /SD IDYES IDYES kept
    remove:
    RMDir /r "$LOCALAPPDATA\glasshouse"
    RMDir /r "$LOCALAPPDATA\cache\glasshouse"
    kept:
SectionEnd
