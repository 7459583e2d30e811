# Warnings, assertions and sanitizers, for every target alike.
add_library(ouro_options INTERFACE)
target_compile_options(ouro_options INTERFACE -Wall -Wextra -fno-strict-aliasing)
target_include_directories(ouro_options INTERFACE ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(ouro_options INTERFACE _GNU_SOURCE)
if(NOT OURO_SANITIZE)
  # A section for each function and table: the command puts together those that it starts with (libraries.cmake).
  target_compile_options(ouro_options INTERFACE -ffunction-sections -fdata-sections)
endif()
if(OURO_ASSERTIONS)
  target_compile_definitions(ouro_options INTERFACE OURO_ASSERTIONS=1)
endif()
if(OURO_SANITIZE)
  target_compile_options(ouro_options INTERFACE -fsanitize=${OURO_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(ouro_options INTERFACE -fsanitize=${OURO_SANITIZE})
endif()
