// How many files, sockets and pipes this program may have open.
#pragma once

namespace glasshouse {

// Many systems begin with 1024 and allow far more to who asks. Each mount of a sandbox may hold 512 open files and its
// gateway 256 connections: code in two sandboxes could otherwise keep this program from saving a project.
void allowManyOpenFiles();

} // namespace glasshouse
