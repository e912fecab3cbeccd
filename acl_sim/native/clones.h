/* ACL_SIM_CLONES before a function definition: compile it once per x86-64 level and let the loader choose.
 * ACL_SIM_INDEPENDENT before a loop: no iteration touches what another one writes. */
#ifndef ACL_SIM_NATIVE_CLONES_H
#define ACL_SIM_NATIVE_CLONES_H

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__)
#define ACL_SIM_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ACL_SIM_CLONES
#endif

#if defined(__GNUC__) && !defined(__clang__)
#define ACL_SIM_INDEPENDENT _Pragma("GCC ivdep")
#else
#define ACL_SIM_INDEPENDENT
#endif

#endif
