# libouro-core and libouro, each static and shared, and the ouro command; what is installed.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
include(CheckLinkerFlag)

find_package(PkgConfig REQUIRED)
pkg_check_modules(GMP REQUIRED IMPORTED_TARGET gmp)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
find_package(Threads REQUIRED)
set(language_libraries PkgConfig::GMP PkgConfig::UTF8PROC m)

add_library(ouro_core_objects OBJECT ${core_sources})
target_link_libraries(ouro_core_objects PRIVATE ouro_options)
add_library(ouro_language_objects OBJECT ${language_sources})
target_link_libraries(ouro_language_objects PRIVATE ouro_options)

# ouro_library(TARGET NAME KIND EXPORT name OBJECTS... LIBRARIES... INSTALLED...)
# A program finds it as ouro::EXPORT. INSTALLED: what a program that links the static library must link besides.
function(ouro_library target name kind)
  cmake_parse_arguments(arg "" "EXPORT" "OBJECTS;LIBRARIES;INSTALLED" ${ARGN})
  list(TRANSFORM arg_OBJECTS REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
  add_library(${target} ${kind} ${objects})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name} EXPORT_NAME ${arg_EXPORT}
                        VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
  target_include_directories(${target} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  if(kind STREQUAL "STATIC")
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:ouro_options> PUBLIC Threads::Threads)
    target_link_libraries(${target} PUBLIC $<BUILD_INTERFACE:${arg_LIBRARIES}> $<INSTALL_INTERFACE:${arg_INSTALLED}>)
  else()
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:ouro_options> ${arg_LIBRARIES} Threads::Threads)
  endif()
endfunction()

ouro_library(ouro_core_static ouro-core STATIC EXPORT core_static OBJECTS ouro_core_objects
             LIBRARIES m INSTALLED m)
ouro_library(ouro_core_shared ouro-core SHARED EXPORT core OBJECTS ouro_core_objects LIBRARIES m)
ouro_library(ouro_static ouro STATIC EXPORT ouro_static OBJECTS ouro_core_objects ouro_language_objects
             LIBRARIES "${language_libraries}" INSTALLED gmp utf8proc m)
ouro_library(ouro_shared ouro SHARED EXPORT ouro OBJECTS ouro_core_objects ouro_language_objects
             LIBRARIES "${language_libraries}")

add_executable(ouro ${cli_sources})
set_target_properties(ouro PROPERTIES EXPORT_NAME command)
target_link_libraries(ouro PRIVATE ouro_options ouro_static ${language_libraries})
# The modules in Python that come with the command: found relative to it, installed or in the build tree.
set(modules_dir ${CMAKE_INSTALL_DATADIR}/ouro/lib)
file(RELATIVE_PATH modules_from_command /p/${CMAKE_INSTALL_BINDIR} /p/${modules_dir})
target_compile_definitions(ouro PRIVATE OURO_MODULES_FROM_COMMAND="${modules_from_command}")
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/lib ${PROJECT_BINARY_DIR}/ouro-lib SYMBOLIC)
if(NOT OURO_SANITIZE)
  # At a fixed address the tables need no relocation: start-up is shorter, and their pages stay shared.
  set_target_properties(ouro PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_link_options(ouro PRIVATE -no-pie)
  # What a start needs stands together, so that less of the file becomes resident: tools/order-sections.
  set(order ${CMAKE_SOURCE_DIR}/cmake/order.ld)
  check_linker_flag(C -Wl,-T,${order} OURO_LINKER_ORDERS)
  if(OURO_LINKER_ORDERS)
    target_link_options(ouro PRIVATE -Wl,-T,${order})
    set_property(TARGET ouro APPEND PROPERTY LINK_DEPENDS ${order})
  endif()
endif()

install(TARGETS ouro ouro_core_static ouro_core_shared ouro_static ouro_shared EXPORT ouro_targets
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES include/ouro.h include/ouro-core.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/ouro DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY lib/ DESTINATION ${modules_dir} FILES_MATCHING PATTERN "*.py")
install(FILES docs/ouro.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
file(RELATIVE_PATH PC_TO_PREFIX /p/${CMAKE_INSTALL_LIBDIR}/pkgconfig /p)
foreach(package ouro-core ouro)
  configure_file(cmake/${package}.pc.in ${PROJECT_BINARY_DIR}/${package}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${package}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/ouro)
install(EXPORT ouro_targets NAMESPACE ouro:: DESTINATION ${package_dir})
configure_package_config_file(cmake/ouro-config.cmake.in ${PROJECT_BINARY_DIR}/ouro-config.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/ouro-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/ouro-config.cmake ${PROJECT_BINARY_DIR}/ouro-config-version.cmake
        DESTINATION ${package_dir})
