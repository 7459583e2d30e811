# The parser held against CPython 3.11, where that is installed; and the fuzz targets, as programs that
# run the files they are given (with clang and -DOURO_FUZZ=ON: as libFuzzer programs).
option(OURO_FUZZ "Build the fuzz targets with libFuzzer (clang only)" OFF)

add_executable(syntax_tool tests/tools/syntax_tool.c)
target_link_libraries(syntax_tool PRIVATE ouro_options ouro_static)

foreach(fuzzed parser dump)
  add_executable(fuzz_${fuzzed} fuzz/fuzz_${fuzzed}.c)
  target_link_libraries(fuzz_${fuzzed} PRIVATE ouro_options ouro_static)
  if(OURO_FUZZ)
    target_link_options(fuzz_${fuzzed} PRIVATE -fsanitize=fuzzer)
  else()
    target_compile_definitions(fuzz_${fuzzed} PRIVATE OURO_FUZZ_STANDALONE)
  endif()
endforeach()

find_program(PYTHON311 python3.11)
if(PYTHON311)
  set(here ${CMAKE_SOURCE_DIR}/tests)
  add_test(NAME syntax_error_sources COMMAND ${PYTHON311} ${here}/errors/expect.py $<TARGET_FILE:syntax_tool>)
  if(EXISTS /usr/lib/python3.11/ast.py)
    add_test(NAME syntax_trees COMMAND ${PYTHON311} ${here}/syntax/compare_trees.py $<TARGET_FILE:syntax_tool>
             --every 29 /usr/lib/python3.11)
    add_test(NAME syntax_errors_of_broken_code COMMAND ${PYTHON311} ${here}/syntax/compare_errors.py
             $<TARGET_FILE:syntax_tool> --count 1500 /usr/lib/python3.11)
  endif()
endif()
