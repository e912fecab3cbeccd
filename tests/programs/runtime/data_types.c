/* Sizes of data types, half precision, data buffers. */
#include <math.h>

#include "../check.h"

static void sizes(void)
{
    static const struct {
        aclDataType type;
        size_t size;
    } known[] = {
        {ACL_DT_UNDEFINED, 0}, {ACL_FLOAT, 4},        {ACL_FLOAT16, 2},       {ACL_INT8, 1},
        {ACL_INT32, 4},        {ACL_UINT8, 1},        {ACL_INT16, 2},         {ACL_UINT16, 2},
        {ACL_UINT32, 4},       {ACL_INT64, 8},        {ACL_UINT64, 8},        {ACL_DOUBLE, 8},
        {ACL_BOOL, 1},         {ACL_STRING, 0},       {ACL_COMPLEX64, 8},     {ACL_COMPLEX128, 16},
        {ACL_BF16, 2},         {ACL_INT4, 1},         {ACL_UINT1, 1},         {ACL_COMPLEX32, 4},
        {ACL_HIFLOAT8, 1},     {ACL_FLOAT8_E5M2, 1},  {ACL_FLOAT8_E4M3FN, 1}, {ACL_FLOAT8_E8M0, 1},
        {ACL_FLOAT6_E3M2, 8},  {ACL_FLOAT6_E2M3, 8},  {ACL_FLOAT4_E2M1, 8},   {ACL_FLOAT4_E1M2, 8},
        {(aclDataType)5, 8},   {(aclDataType)999, 8}, {(aclDataType)-2, 8},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) EXPECT(aclDataTypeSize(known[i].type), known[i].size);
}

static void to_half(void)
{
    static const struct {
        float from;
        unsigned to;
    } known[] = {
        {0.0f, 0x0000},
        {-0.0f, 0x8000},
        {1.0f, 0x3C00},
        {-2.0f, 0xC000},
        {65504.0f, 0x7BFF},
        {65519.0f, 0x7BFF},
        {65520.0f, 0x7BFF},
        {1e30f, 0x7BFF},
        {-1e30f, 0xFBFF},
        {1.0f + 0x1p-11f, 0x3C00},
        {1.0f + 0x3p-11f, 0x3C02},
        {0x1p-14f, 0x0400},
        {0x1p-24f, 0x0001},
        {0x1.8p-25f, 0x0001},
        {0x1.000002p-25f, 0x0001},
        {0x1p-25f, 0x0000},
        {-0x1.8p-25f, 0x8001},
        {0x1p-26f, 0x0000},
        {0x1.FF8p-15f, 0x03FF},
        {0x1.FFCp-15f, 0x0400},
        {1e-45f, 0x0000},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) EXPECT(aclFloatToFloat16(known[i].from), known[i].to);
    EXPECT(aclFloatToFloat16(INFINITY), 0x7BFF);
    EXPECT(aclFloatToFloat16(-INFINITY), 0xFBFF);
    EXPECT_TRUE((aclFloatToFloat16(NAN) & 0x7FFF) == 0x7BFF);
}

static void from_half(void)
{
    EXPECT_TRUE(aclFloat16ToFloat(0x3C00) == 1.0f);
    EXPECT_TRUE(aclFloat16ToFloat(0x7BFF) == 65504.0f);
    EXPECT_TRUE(aclFloat16ToFloat(0x7C00) == 65536.0f); /* no infinities, no NaN */
    EXPECT_TRUE(aclFloat16ToFloat(0xFC00) == -65536.0f);
    EXPECT_TRUE(aclFloat16ToFloat(0x7E00) == 98304.0f);
    EXPECT_TRUE(aclFloat16ToFloat(0x0001) == 0x1p-24f);
    EXPECT_TRUE(aclFloat16ToFloat(0x83FF) == -0x3FFp-24f);
    EXPECT_TRUE(aclFloat16ToFloat(0x8000) == 0.0f && signbit(aclFloat16ToFloat(0x8000)));
    for (unsigned bits = 0; bits < 0x7C00; bits++) EXPECT(aclFloatToFloat16(aclFloat16ToFloat((aclFloat16)bits)), bits);
}

static void buffers(void)
{
    char data[16];
    aclDataBuffer *buffer = aclCreateDataBuffer(data, 16);
    EXPECT_TRUE(buffer != NULL);
    EXPECT_TRUE(aclGetDataBufferAddr(buffer) == data);
    EXPECT(aclGetDataBufferSizeV2(buffer), 16);
    EXPECT(aclGetDataBufferSize(buffer), 16);
    EXPECT(aclUpdateDataBuffer(NULL, data, 8), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclUpdateDataBuffer(buffer, data + 8, (size_t)1 << 33));
    EXPECT_TRUE(aclGetDataBufferAddr(buffer) == data + 8);
    EXPECT(aclGetDataBufferSizeV2(buffer), (size_t)1 << 33);
    EXPECT_TRUE(aclGetDataBufferAddr(NULL) == NULL);
    EXPECT(aclGetDataBufferSizeV2(NULL), 0);
    EXPECT(aclDestroyDataBuffer(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclDestroyDataBuffer(buffer));
    EXPECT_OK(aclDestroyDataBuffer(buffer)); /* once more than needed does nothing */
    EXPECT_TRUE(aclGetDataBufferAddr(buffer) == NULL);
    EXPECT(aclUpdateDataBuffer(buffer, data, 8), ACL_ERROR_INVALID_PARAM);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT_TRUE(aclGetDataBufferAddr(strange(i)) == NULL);
        EXPECT_OK(aclDestroyDataBuffer(strange(i)));
    }
    buffer = aclCreateDataBuffer(NULL, 0); /* an empty one is legal */
    EXPECT_TRUE(buffer != NULL);
    EXPECT_OK(aclDestroyDataBuffer(buffer));
}

int main(void)
{
    sizes();
    to_half();
    from_half();
    buffers();
    return check_result();
}
