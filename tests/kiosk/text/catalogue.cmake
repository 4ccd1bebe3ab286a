find_package(rapidcheck REQUIRED)

smilepost_test(catalogue_test
  SOURCES catalogue_test.cpp languages_test.cpp pseudo_test.cpp times_test.cpp
  LIBS smilepost_catalogue rapidcheck)
