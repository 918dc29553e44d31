# Every program that the labels `unit` and `contract` run.
add_custom_target(unit_tests)

# waycast_module(NAME [DEPENDS module...] [LIBRARIES target...])
#
# One static library of every *.cc of the folder (tests and benchmarks excluded), linked to exactly what it
# may include: the same list that tests/architecture checks against every #include.
# Every *_test.cc beside the sources becomes part of one test program `NAME_test`, and every *_fuzz.cc stays
# with fuzz/. TEST_DEPENDS names modules that only the tests use.
function(waycast_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES;TEST_DEPENDS;TEST_LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cc")
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|bench|fuzz)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  if(name STREQUAL "app")
    list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  endif()
  if(sources)
    add_library(waycast_${name} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(waycast_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(waycast_${name} ${scope} "${CMAKE_SOURCE_DIR}/src")
  list(TRANSFORM ARG_DEPENDS PREPEND waycast_)
  target_link_libraries(waycast_${name} ${scope} ${ARG_DEPENDS} ${ARG_LIBRARIES})
  if(tests)
    list(TRANSFORM ARG_TEST_DEPENDS PREPEND waycast_)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE waycast_${name} ${ARG_TEST_DEPENDS} ${ARG_TEST_LIBRARIES}
                          GTest::gmock GTest::gtest_main)
    add_test(NAME unit.${name} COMMAND ${name}_test)
    set_tests_properties(unit.${name} PROPERTIES TIMEOUT 300 LABELS unit ENVIRONMENT "${WAYCAST_TEST_ENVIRONMENT}")
    add_dependencies(unit_tests ${name}_test)
  endif()
endfunction()
