# Text files as string views in the program.
#
# waycast_embed_text(TARGET HEADER_NAMESPACE name=file...) adds one generated source that defines
# `std::string_view NAMESPACE::name()` for each file; the header that declares them is written by hand.
if(CMAKE_SCRIPT_MODE_FILE)
  set(source "#include <string_view>\n\nnamespace ${NAMESPACE} {\n")
  string(REPLACE "|" ";" ENTRIES "${ENTRIES}")
  foreach(entry ${ENTRIES})
    string(REGEX MATCH "^([^=]+)=(.*)$" unused "${entry}")
    set(name "${CMAKE_MATCH_1}")
    file(READ "${CMAKE_MATCH_2}" text)
    string(APPEND source "std::string_view ${name}();\nstd::string_view ${name}() {\n"
           "  return R\"__text__(${text})__text__\";\n}\n")
  endforeach()
  file(WRITE "${OUTPUT}" "${source}}\n")
  return()
endif()

set(WAYCAST_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

function(waycast_embed_text target namespace)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded.cc")
  foreach(entry ${ARGN})
    string(REGEX REPLACE "^[^=]+=" "" file "${entry}")
    list(APPEND files "${file}")
  endforeach()
  list(JOIN ARGN "|" entries)
  add_custom_command(OUTPUT "${output}"
    COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${output}" "-DNAMESPACE=${namespace}" "-DENTRIES=${entries}"
            -P "${WAYCAST_EMBED_SCRIPT}"
    DEPENDS ${files} "${WAYCAST_EMBED_SCRIPT}" VERBATIM)
  # ISO C++ guarantees literals of 65536 characters only; both compilers take more.
  set_source_files_properties("${output}" PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
  target_sources(${target} PRIVATE "${output}")
endfunction()
