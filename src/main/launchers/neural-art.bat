@echo off
rem Runs an ImageJ macro without a display, with the commands of Neural Art, or many images through one,
rem or checks the GPUs of this computer:
rem
rem   neural-art FILE.ijm [ARGUMENT]
rem   neural-art batch INPUTS OUTPUT ...
rem   neural-art check-gpu FOLDER
rem
rem It stands in the folder of an ImageJ or a Fiji into which Neural Art is installed. The exit code is
rem 0 when the macro succeeded; otherwise it is not, and a line on standard error says what was wrong.

setlocal
set "USAGE=usage: neural-art FILE.ijm [ARGUMENT], neural-art batch --help, or neural-art check-gpu FOLDER"
if "%~1"=="" (
  echo %USAGE% 1>&2
  exit /b 2
)
if "%~1"=="--help" (
  echo %USAGE%
  exit /b 0
)

set "FOLDER=%~dp0"
set "FOLDER=%FOLDER:~0,-1%"

rem Fiji's own Java comes first, then that of JAVA_HOME, then that of the path.
set "JAVA="
for /f "delims=" %%J in ('dir /b /s "%FOLDER%\java\java.exe" "%FOLDER%\jre\java.exe" 2^>nul') do call :take "%%J"
if defined JAVA_HOME call :take "%JAVA_HOME%\bin\java.exe"
for /f "delims=" %%J in ('where java 2^>nul') do call :take "%%J"
if not defined JAVA (
  echo Neural Art needs Java 17 or newer: none is in %FOLDER%, in JAVA_HOME or on the path 1>&2
  exit /b 1
)

rem The libraries of an ImageJ are in plugins\jars, those of a Fiji in jars and its folders.
set "LIBRARIES=%FOLDER%\ij.jar;%FOLDER%\plugins\*;%FOLDER%\plugins\jars\*;%FOLDER%\jars\*"
for /f "delims=" %%D in ('dir /b /ad "%FOLDER%\jars" 2^>nul') do call :add "%FOLDER%\jars\%%D"

rem Threads that wait for others sleep: spinning, on busy processors, takes the time that the others need.
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"

"%JAVA%" --add-opens java.base/java.lang=ALL-UNNAMED "-Dplugins.dir=%FOLDER%" -cp "%LIBRARIES%" neuralart.launch.Launcher %*
exit /b %ERRORLEVEL%

:add
set "LIBRARIES=%LIBRARIES%;%~1\*"
exit /b

:take
if defined JAVA exit /b
if not exist "%~1" exit /b
set "VERSION="
for /f "tokens=3" %%V in ('""%~1" -version 2>&1 | findstr /c:" version ""') do set "VERSION=%%~V"
for /f "delims=.-+" %%V in ("%VERSION%") do if %%V geq 17 set "JAVA=%~1"
exit /b
