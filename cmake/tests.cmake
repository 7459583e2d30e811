# One cmocka program per tests/unit/<floor>/*.c; each is a ctest of the same name.
# tests/unit/core and below link the core library only; tests/unit/language links all of it.
enable_testing()
file(GLOB core_tests CONFIGURE_DEPENDS tests/unit/core/*.c)
file(GLOB language_tests CONFIGURE_DEPENDS tests/unit/language/*.c)

function(ouro_unit_test source library)
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE ouro_options ${library} cmocka m)
  add_test(NAME ${name} COMMAND ${name})
endfunction()

foreach(source ${core_tests})
  ouro_unit_test(${source} ouro_core_static)
endforeach()
if(TARGET ouro_static)
  foreach(source ${language_tests})
    ouro_unit_test(${source} ouro_static)
  endforeach()
  include(cmake/syntax_tests.cmake)
endif()
