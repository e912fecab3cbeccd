/* What compiler and processor offer beyond plain C.
 * ACL_SIM_AVX2 before a function definition: compile it for AVX2 and F16C; only where ACL_SIM_X86 is defined. Not for
 * FMA, so that the compiler cannot fuse what must be rounded twice: gcc 12 does, even under -ffp-contract=off, when
 * sums and differences alternate.
 *
 * ACL_SIM_INDEPENDENT before a loop: no iteration touches what another one writes. */
#ifndef ACL_SIM_NATIVE_CPU_H
#define ACL_SIM_NATIVE_CPU_H

#if defined(__GNUC__) && defined(__x86_64__)
#define ACL_SIM_X86 1
#define ACL_SIM_AVX2 __attribute__((target("avx2,f16c")))
#endif

#define ACL_SIM_INLINE static inline __attribute__((always_inline))

#if defined(__GNUC__) && !defined(__clang__)
#define ACL_SIM_INDEPENDENT _Pragma("GCC ivdep")
#else
#define ACL_SIM_INDEPENDENT
#endif

/* Whether to call what is compiled for AVX2; acl_sim_allow_avx2 in half.h can forbid it. */
int acl_sim_uses_avx2(void);

#endif
