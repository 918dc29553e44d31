# Compiler settings shared by every target: C++23, warnings as errors, sanitizers by preset.
option(WAYCAST_FUZZ "Build the libFuzzer targets (clang)" OFF)
set(WAYCAST_SANITIZE "" CACHE STRING "Value for -fsanitize=")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside Boost and libstdc++ headers at -O2 (GCC bugs 105562, 107138).
  add_compile_options(-Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
  # Meant for headers, it takes every source of a unity build for one.
  add_compile_options(-Wno-subobject-linkage)
endif()
if(WAYCAST_SANITIZE)
  add_compile_options(-fsanitize=${WAYCAST_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g1)
  # Checking an object's class opens a pipe, and calls any class wrong where descriptors have run out.
  add_compile_options(-fno-sanitize=vptr)
  add_link_options(-fsanitize=${WAYCAST_SANITIZE})
endif()

# What tests are told: sanitizers make programs slow, threads under one slower still.
if(WAYCAST_SANITIZE STREQUAL "thread")
  set(WAYCAST_TEST_ENVIRONMENT WAYCAST_TEST_LIMIT_MS=120000 WAYCAST_TEST_SCALE=0.1 TSAN_OPTIONS=second_deadlock_stack=1)
elseif(WAYCAST_SANITIZE)
  # asan keeps 256 MiB of freed memory by default, in which tests of memory would see nothing but that.
  set(WAYCAST_TEST_ENVIRONMENT WAYCAST_TEST_LIMIT_MS=120000 UBSAN_OPTIONS=print_stacktrace=1
      ASAN_OPTIONS=quarantine_size_mb=8)
endif()
