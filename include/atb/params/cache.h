/* Parameters of the operations on caches of keys and values. */
#ifndef ATB_PARAMS_CACHE_H
#define ATB_PARAMS_CACHE_H

#include <cstdint>

namespace atb {
namespace infer {

/* New keys or values written into their cache. */
struct KvCacheParam {
    uint8_t rsv[8] = {0};
};

/* Keys and values scattered into a paged cache. */
struct ReshapeAndCacheParam {
    enum CompressType : int {
        COMPRESS_TYPE_UNDEFINED = 0,
        COMPRESS_TYPE_KVHEAD,
        COMPRESS_TYPE_KVHEAD_ROPE,
    };
    enum KvCacheCfg : int {
        K_CACHE_V_CACHE = 0,
        K_CACHE_V_BYPASS,
        K_CACHE_V_CACHE_NZ,
    };
    CompressType compressType = COMPRESS_TYPE_UNDEFINED;
    KvCacheCfg kvCacheCfg = K_CACHE_V_CACHE;
    uint8_t rsv[16] = {0};
};

/* The same for keys and values that are not contiguous. */
struct ReshapeAndCacheWithStrideParam {
    enum CompressType : int {
        COMPRESS_TYPE_UNDEFINED = 0,
        COMPRESS_TYPE_KVHEAD,
        COMPRESS_TYPE_KVHEAD_ROPE,
    };
    enum KvCacheCfg : int {
        K_CACHE_V_CACHE = 0,
        K_CACHE_V_BYPASS,
    };
    CompressType compressType = COMPRESS_TYPE_UNDEFINED;
    KvCacheCfg kvCacheCfg = K_CACHE_V_CACHE;
    uint8_t rsv[16] = {0};
};

/* Keys and values scattered into a compressed paged cache. */
struct ReshapeAndCacheOmniParam {
    uint8_t rsv[8] = {0};
};

/* Blocks of a paged cache copied within it. */
struct BlockCopyParam {
    uint8_t rsv[16] = {0};
};

/* Keys and values read from a paged cache. */
struct PagedCacheLoadParam {
    enum KvCacheCfg : int8_t {
        K_CACHE_V_CACHE_NZ = 0,
        K_CACHE_V_CACHE_ND,
    };
    KvCacheCfg kvCacheCfg = K_CACHE_V_CACHE_NZ;
    bool isSeqLensCumsumMode = false;
    bool hasSeqStarts = false;
    uint8_t rsv[61] = {0};
};

} // namespace infer
} // namespace atb

#endif
