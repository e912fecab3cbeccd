/* What single-operator calls are described with: tensor descriptions, attributes, compiler options. */
#include "../check.h"
#include "acl/acl_op_compiler.h"
#include "experiment/msprof/toolchain/prof_api.h"
#include "experiment/runtime/runtime/kernel.h"

static void tensor_descriptions(void)
{
    const int64_t dims[] = {2, 3, 5};
    int64_t length = 0;
    aclTensorDesc *desc = aclCreateTensorDesc(ACL_FLOAT16, 3, dims, ACL_FORMAT_ND);
    EXPECT_TRUE(desc != NULL);
    EXPECT(aclGetTensorDescType(desc), ACL_FLOAT16);
    EXPECT(aclGetTensorDescFormat(desc), ACL_FORMAT_ND);
    EXPECT(aclGetTensorDescNumDims(desc), 3);
    EXPECT(aclGetTensorDescElementCount(desc), 30);
    EXPECT(aclGetTensorDescSize(desc), 60);
    EXPECT_OK(aclGetTensorDescDimV2(desc, 1, &length));
    EXPECT(length, 3);
    EXPECT(aclGetTensorDescDim(desc, 2), 5);
    EXPECT(aclGetTensorDescDim(desc, 3), -1);
    EXPECT(aclGetTensorDescDimV2(desc, 3, &length), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclGetTensorDescDimV2(desc, 0, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(strcmp(aclGetTensorDescName(desc), ""), 0);
    aclSetTensorDescName(desc, "x");
    EXPECT(strcmp(aclGetTensorDescName(desc), "x"), 0);
    EXPECT_OK(aclSetTensorFormat(desc, ACL_FORMAT_FRACTAL_NZ));
    EXPECT_OK(aclSetTensorShape(desc, 2, dims));
    EXPECT(aclSetTensorShape(desc, -1, dims), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclSetTensorShape(desc, 1, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclSetTensorPlaceMent(desc, ACL_MEMTYPE_HOST));
    EXPECT(aclSetTensorPlaceMent(desc, (aclMemType)9), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclGetTensorDescNumDims(desc), 3);
    aclDestroyTensorDesc(desc);
    aclDestroyTensorDesc(desc);
    aclDestroyTensorDesc(NULL);
    EXPECT(aclGetTensorDescType(desc), ACL_DT_UNDEFINED);
    EXPECT(aclGetTensorDescFormat(NULL), ACL_FORMAT_UNDEFINED);
    EXPECT(aclSetTensorFormat(NULL, ACL_FORMAT_ND), ACL_ERROR_INVALID_PARAM);
    EXPECT_TRUE(aclCreateTensorDesc(ACL_FLOAT, 2, NULL, ACL_FORMAT_ND) == NULL);
    desc = aclCreateTensorDesc(ACL_FLOAT, 0, NULL, ACL_FORMAT_ND);
    EXPECT(aclGetTensorDescElementCount(desc), 1);
    aclDestroyTensorDesc(desc);
}

static void attributes(void)
{
    const int64_t integers[] = {1, 2, 3};
    const uint8_t flags[] = {1, 0};
    const float numbers[] = {0.5F};
    const aclDataType types[] = {ACL_FLOAT, ACL_INT64};
    const char *texts[] = {"a", "b"};
    const int counts[] = {2, 1};
    const int64_t *const lists[] = {integers, integers + 2};
    aclopAttr *attr = aclopCreateAttr();
    EXPECT_OK(aclopSetAttrBool(attr, "bool", 1));
    EXPECT_OK(aclopSetAttrInt(attr, "int", -5));
    EXPECT_OK(aclopSetAttrFloat(attr, "float", 0.5F));
    EXPECT_OK(aclopSetAttrString(attr, "string", "text"));
    EXPECT_OK(aclopSetAttrDataType(attr, "type", ACL_BF16));
    EXPECT_OK(aclopSetAttrListBool(attr, "bools", 2, flags));
    EXPECT_OK(aclopSetAttrListInt(attr, "ints", 3, integers));
    EXPECT_OK(aclopSetAttrListFloat(attr, "floats", 1, numbers));
    EXPECT_OK(aclopSetAttrListDataType(attr, "types", 2, types));
    EXPECT_OK(aclopSetAttrListString(attr, "texts", 2, texts));
    EXPECT_OK(aclopSetAttrListListInt(attr, "lists", 2, counts, lists));
    EXPECT_OK(aclopSetAttrListInt(attr, "none", 0, NULL));
    EXPECT(aclopSetAttrListInt(attr, "ints", 3, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclopSetAttrListInt(attr, "ints", -1, integers), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclopSetAttrInt(attr, NULL, 1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclopSetAttrString(attr, "string", NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclopSetAttrInt(NULL, "int", 1), ACL_ERROR_INVALID_PARAM);
    aclopDestroyAttr(attr);
    aclopDestroyAttr(attr);
    EXPECT(aclopSetAttrInt(attr, "int", 1), ACL_ERROR_INVALID_PARAM);
}

static void compiler_options(void)
{
    char value[16];
    EXPECT_OK(aclGetCompileopt(ACL_OP_JIT_COMPILE, value, sizeof value));
    EXPECT(strcmp(value, "disable"), 0);
    EXPECT(aclGetCompileoptSize(ACL_OP_JIT_COMPILE), strlen("disable") + 1);
    EXPECT_OK(aclSetCompileopt(ACL_PRECISION_MODE, "allow_fp32_to_fp16"));
    EXPECT(aclGetCompileoptSize(ACL_PRECISION_MODE), strlen("allow_fp32_to_fp16") + 1);
    EXPECT(aclGetCompileopt(ACL_PRECISION_MODE, value, sizeof value), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclSetCompileopt(ACL_PRECISION_MODE, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclSetCompileopt((aclCompileOpt)99, "x"), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclGetCompileoptSize((aclCompileOpt)99), 0);
}

static int32_t never_called(uint32_t type, void *data, uint32_t length)
{
    (void)type, (void)data, (void)length;
    return 0;
}

static void profiler(void)
{
    struct MsprofApi api = {0};
    EXPECT(MsprofRegisterCallback(1, never_called), 0);
    EXPECT(MsprofReportApi(1, &api), 0);
    EXPECT(MsprofReportCompactInfo(1, &api, sizeof api), 0);
    EXPECT(MsprofReportAdditionalInfo(1, &api, sizeof api), 0);
    EXPECT_TRUE(MsprofGetHashId("Add", 3) == MsprofGetHashId("Add", 3));
    EXPECT_TRUE(MsprofGetHashId("Add", 3) != MsprofGetHashId("Sub", 3));
    uint64_t before = MsprofSysCycleTime();
    EXPECT_TRUE(MsprofSysCycleTime() >= before);
}

static void device_code_is_refused(void)
{
    rtDevBinary_t binary = {0};
    void *handle = NULL;
    EXPECT(rtDevBinaryRegister(&binary, &handle), ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    EXPECT(rtKernelLaunch(&binary, 1, NULL, 0, NULL, NULL), ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
}

enum { ROWS = 17, COLUMNS = 18, BLOCKS = 2, SIDE = 16 };

static aclError run_one(const char *name, aclTensorDesc *from, void *x, size_t xBytes, aclTensorDesc *to, void *y,
                        size_t yBytes)
{
    aclDataBuffer *in = aclCreateDataBuffer(x, xBytes), *out = aclCreateDataBuffer(y, yBytes);
    const aclTensorDesc *inDesc[] = {from}, *outDesc[] = {to};
    const aclDataBuffer *ins[] = {in};
    aclDataBuffer *outs[] = {out};
    aclError answer = aclopCompileAndExecute(name, 1, inDesc, ins, 1, outDesc, outs, NULL, ACL_ENGINE_SYS,
                                             ACL_COMPILE_SYS, NULL, NULL);
    aclDestroyDataBuffer(in);
    aclDestroyDataBuffer(out);
    return answer;
}

static void single_operators(void)
{
    const int64_t plain[] = {ROWS, COLUMNS}, blocked[] = {BLOCKS, BLOCKS, SIDE, SIDE};
    float host[ROWS][COLUMNS], back[ROWS][COLUMNS], block[BLOCKS][BLOCKS][SIDE][SIDE];
    int32_t whole[ROWS][COLUMNS];
    for (int i = 0; i < ROWS * COLUMNS; i++) host[i / COLUMNS][i % COLUMNS] = 1.5F + (float)i;
    void *x, *y, *z;
    EXPECT_OK(aclrtMalloc(&x, sizeof host, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMalloc(&y, sizeof block, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMalloc(&z, sizeof host, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMemcpy(x, sizeof host, host, sizeof host, ACL_MEMCPY_HOST_TO_DEVICE));
    aclTensorDesc *nd = aclCreateTensorDesc(ACL_FLOAT, 2, plain, ACL_FORMAT_ND);
    aclTensorDesc *integers = aclCreateTensorDesc(ACL_INT32, 2, plain, ACL_FORMAT_ND);
    aclTensorDesc *nz = aclCreateTensorDesc(ACL_FLOAT, 2, plain, ACL_FORMAT_ND);
    EXPECT_OK(aclSetTensorFormat(nz, ACL_FORMAT_FRACTAL_NZ));
    EXPECT_OK(aclSetTensorShape(nz, 4, blocked));

    EXPECT_OK(run_one("TransData", nd, x, sizeof host, nz, y, sizeof block));
    EXPECT_OK(run_one("TransData", nz, y, sizeof block, nd, z, sizeof host));
    EXPECT_OK(aclrtSynchronizeStream(NULL));
    EXPECT_OK(aclrtMemcpy(block, sizeof block, y, sizeof block, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_OK(aclrtMemcpy(back, sizeof back, z, sizeof back, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT(memcmp(host, back, sizeof host), 0);
    EXPECT_TRUE(block[0][0][1][2] == host[1][2]);
    EXPECT_TRUE(block[1][0][3][1] == host[3][17]); /* columns 16 and 17 are the second block */
    EXPECT_TRUE(block[0][1][0][5] == host[16][5]); /* and row 16 the second row of blocks */
    EXPECT_TRUE(block[1][0][3][2] == 0.0F);        /* padding */

    EXPECT_OK(run_one("Cast", nd, x, sizeof host, integers, z, sizeof whole));
    EXPECT_OK(aclrtSynchronizeStream(NULL));
    EXPECT_OK(aclrtMemcpy(whole, sizeof whole, z, sizeof whole, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT(whole[0][7], 8);
    EXPECT_OK(run_one("Identity", nd, x, sizeof host, nd, z, sizeof host));
    EXPECT_OK(aclrtSynchronizeStream(NULL));
    EXPECT_OK(aclrtMemcpy(back, sizeof back, z, sizeof back, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT(memcmp(host, back, sizeof host), 0);

    EXPECT_OK(run_one("Identity", nd, x, sizeof host, nz, y, sizeof block)); /* converts the layout as well */
    EXPECT_OK(run_one("Cast", nz, y, sizeof block, integers, z, sizeof whole));
    EXPECT_OK(aclrtSynchronizeStream(NULL));
    EXPECT_OK(aclrtMemcpy(back, sizeof back, y, sizeof back, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(back[0][1] == host[0][1] && back[0][16] == host[1][0]);
    EXPECT_OK(aclrtMemcpy(whole, sizeof whole, z, sizeof whole, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT(whole[16][17], (int32_t)host[16][17]);

    aclTensorDesc *row = aclCreateTensorDesc(ACL_FLOAT, 1, plain, ACL_FORMAT_ND);
    EXPECT(run_one("Identity", row, x, sizeof host, nd, z, sizeof host), ACL_ERROR_INVALID_PARAM);
    aclDestroyTensorDesc(row);
    EXPECT(run_one("Identity", nd, x, 4, nd, z, sizeof host), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclSetTensorFormat(nz, ACL_FORMAT_NC1HWC0_C04));
    EXPECT(run_one("TransData", nd, x, sizeof host, nz, y, sizeof block), ACL_ERROR_FEATURE_UNSUPPORTED);
    EXPECT_OK(aclSetTensorFormat(nz, ACL_FORMAT_FRACTAL_Z)); /* of two dimensions */
    EXPECT(run_one("TransData", nd, x, sizeof host, nz, y, sizeof block), ACL_ERROR_FEATURE_UNSUPPORTED);
    EXPECT(run_one("StridedSliceAssign", nd, x, sizeof host, nd, z, sizeof host), ACL_ERROR_OP_NOT_FOUND);
    EXPECT_TRUE(strstr(aclGetRecentErrMsg(), "Operator StridedSliceAssign is not simulated") != NULL);
    EXPECT(run_one(NULL, nd, x, sizeof host, nd, z, sizeof host), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclopCompileAndExecute("Identity", 1, NULL, NULL, 0, NULL, NULL, NULL, ACL_ENGINE_SYS, ACL_COMPILE_SYS, NULL,
                                  NULL),
           ACL_ERROR_INVALID_PARAM);
    aclDestroyTensorDesc(nd);
    aclDestroyTensorDesc(nz);
    aclDestroyTensorDesc(integers);
    EXPECT_OK(aclrtFree(x));
    EXPECT_OK(aclrtFree(y));
    EXPECT_OK(aclrtFree(z));
}

int main(void)
{
    EXPECT_OK(aclInit(NULL));
    EXPECT_OK(aclrtSetDevice(0));
    tensor_descriptions();
    attributes();
    compiler_options();
    profiler();
    device_code_is_refused();
    single_operators();
    return check_result();
}
