// What aclnn/acl_meta.h promises: descriptors, arrays and lists, and leniency exactly where the real library has it.
#include <cstdint>
#include <thread>
#include <vector>

#include "acl/acl.h"
#include "aclnn/acl_meta.h"
#include "aclnn/aclnn_base.h"
#include "check.h"

namespace {

template <typename T>
T *Random()
{
    return reinterpret_cast<T *>(0x1234567890ABCDEFULL);
}

aclTensor *MakeTensor(const std::vector<int64_t> &shape, const int64_t *strides = nullptr, int64_t offset = 0)
{
    return aclCreateTensor(shape.data(), shape.size(), ACL_FLOAT, strides, offset, ACL_FORMAT_ND, shape.data(),
                           shape.size(), nullptr);
}

void DescribesTensors()
{
    const int64_t strides[] = {12, 4, 1};
    const int64_t storage[] = {24};
    const int64_t view[] = {2, 3, 4};
    int device_memory = 0;
    aclTensor *tensor = aclCreateTensor(view, 3, ACL_FLOAT16, strides, 5, ACL_FORMAT_NCL, storage, 1, &device_memory);
    EXPECT_TRUE(tensor != nullptr);

    int64_t *dims = nullptr;
    uint64_t count = 0;
    EXPECT(aclGetViewShape(tensor, &dims, &count), 0);
    EXPECT_TRUE(count == 3 && dims[0] == 2 && dims[1] == 3 && dims[2] == 4);
    delete[] dims; // as documented: under AddressSanitizer this proves which allocator made it
    EXPECT(aclGetViewStrides(tensor, &dims, &count), 0);
    EXPECT_TRUE(count == 3 && dims[0] == 12 && dims[1] == 4 && dims[2] == 1);
    delete[] dims;
    EXPECT(aclGetStorageShape(tensor, &dims, &count), 0);
    EXPECT_TRUE(count == 1 && dims[0] == 24);
    delete[] dims;

    int64_t offset = 0;
    aclFormat format = ACL_FORMAT_ND;
    aclDataType type = ACL_FLOAT;
    void *address = nullptr;
    EXPECT(aclGetViewOffset(tensor, &offset), 0);
    EXPECT(aclGetFormat(tensor, &format), 0);
    EXPECT(aclGetDataType(tensor, &type), 0);
    EXPECT(aclGetRawTensorAddr(tensor, &address), 0);
    EXPECT_TRUE(offset == 5 && format == ACL_FORMAT_NCL && type == ACL_FLOAT16 && address == &device_memory);
    EXPECT(aclSetRawTensorAddr(tensor, nullptr), 0);
    EXPECT(aclGetRawTensorAddr(tensor, &address), 0);
    EXPECT_TRUE(address == nullptr);

    const int64_t other[] = {7};
    EXPECT(aclInitTensor(tensor, other, 1, ACL_INT32, nullptr, 0, ACL_FORMAT_ND, nullptr, 0, nullptr), 0);
    EXPECT(aclGetViewShape(tensor, &dims, &count), 0);
    EXPECT_TRUE(count == 1 && dims[0] == 7);
    delete[] dims;
    EXPECT(aclGetStorageShape(tensor, &dims, &count), 0);
    EXPECT_TRUE(count == 1 && dims[0] == 24); // what is not given is kept
    delete[] dims;
    EXPECT(aclDestroyTensor(tensor), 0);
}

void AcceptsOddTensors()
{
    const int64_t shape[] = {1, 1, 1, 0}, zeros[] = {0, 0, 0, 0};
    aclTensor *empty = aclCreateTensor(shape, 4, ACL_FLOAT, zeros, 0, ACL_FORMAT_ND, shape, 4, nullptr);
    EXPECT_TRUE(empty != nullptr);
    aclTensor *scalar = aclCreateTensor(nullptr, 0, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, nullptr, 0, nullptr);
    EXPECT_TRUE(scalar != nullptr);
    aclTensor *contiguous = MakeTensor({2, 3, 4});
    int64_t *strides = nullptr;
    uint64_t count = 0;
    EXPECT(aclGetViewStrides(contiguous, &strides, &count), 0);
    EXPECT_TRUE(count == 3 && strides[0] == 12 && strides[1] == 4 && strides[2] == 1);
    delete[] strides;
    const int64_t reversed[] = {-4, 1};
    aclTensor *backwards = MakeTensor({3, 4}, reversed, 8);
    EXPECT_TRUE(backwards != nullptr); // each operator decides about negative strides
    for (aclTensor *tensor : {empty, scalar, contiguous, backwards}) EXPECT(aclDestroyTensor(tensor), 0);
}

void RefusesWrongTensors()
{
    const int64_t shape[] = {2, 2}, negative[] = {2, -2};
    std::vector<int64_t> many(26, 1);
    EXPECT_TRUE(aclCreateTensor(nullptr, 2, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, shape, 2, nullptr) == nullptr);
    EXPECT_TRUE(aclCreateTensor(shape, 2, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, nullptr, 2, nullptr) == nullptr);
    EXPECT_TRUE(aclCreateTensor(negative, 2, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, shape, 2, nullptr) == nullptr);
    EXPECT_TRUE(MakeTensor(many) == nullptr);
    EXPECT_TRUE(aclCreateTensor(shape, UINT64_MAX, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, shape, 2, nullptr) == nullptr);
    EXPECT_TRUE(aclCreateTensor(Random<int64_t>(), 2, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, shape, 2, nullptr) ==
                nullptr);
    EXPECT_TRUE(aclGetRecentErrMsg() != nullptr);

    int64_t value = 0;
    int64_t *dims = nullptr;
    uint64_t count = 0;
    aclFormat format;
    aclDataType type;
    void *address = nullptr;
    aclTensor *tensor = MakeTensor({2});
    EXPECT(aclGetViewShape(nullptr, &dims, &count), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetViewShape(tensor, nullptr, &count), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetViewShape(tensor, &dims, nullptr), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetStorageShape(nullptr, &dims, &count), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetViewStrides(nullptr, &dims, &count), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetViewOffset(nullptr, &value), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetViewOffset(tensor, nullptr), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetFormat(nullptr, &format), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetDataType(nullptr, &type), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetRawTensorAddr(nullptr, &address), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclSetRawTensorAddr(nullptr, address), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclInitTensor(nullptr, nullptr, 0, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, nullptr, 0, nullptr),
           ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetViewOffset(Random<aclTensor>(), &value), ACLNN_ERR_PARAM_INVALID);
    EXPECT(aclDestroyTensor(tensor), 0);
    EXPECT(aclGetViewOffset(tensor, &value), ACLNN_ERR_PARAM_INVALID); // destroyed
    EXPECT(aclDestroyTensor(tensor), 0);                               // a second destroy does nothing
    EXPECT(aclDestroyTensor(nullptr), 0);
    EXPECT(aclDestroyTensor(Random<aclTensor>()), 0);
}

void KeepsArrays()
{
    const std::vector<int64_t> values = {1, -2, 3};
    const float floats[] = {0.5f, -0.5f};
    const bool bools[] = {true, false, true, true};
    uint64_t size = 99;
    aclIntArray *ints = aclCreateIntArray(values.data(), values.size());
    EXPECT(aclGetIntArraySize(ints, &size), 0);
    EXPECT_TRUE(size == 3);
    aclIntArray *from_null = aclCreateIntArray(nullptr, 7); // public programs rely on an empty array
    EXPECT_TRUE(from_null != nullptr);
    EXPECT(aclGetIntArraySize(from_null, &size), 0);
    EXPECT_TRUE(size == 0);
    aclFloatArray *float_array = aclCreateFloatArray(floats, 2);
    EXPECT(aclGetFloatArraySize(float_array, &size), 0);
    EXPECT_TRUE(size == 2);
    aclBoolArray *bool_array = aclCreateBoolArray(bools, 4);
    EXPECT(aclGetBoolArraySize(bool_array, &size), 0);
    EXPECT_TRUE(size == 4);
    EXPECT_TRUE(aclCreateIntArray(values.data(), UINT64_MAX) == nullptr);
    EXPECT_TRUE(aclCreateFloatArray(Random<float>(), 2) == nullptr);
    EXPECT(aclGetIntArraySize(nullptr, &size), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetIntArraySize(ints, nullptr), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(aclGetFloatArraySize(reinterpret_cast<aclFloatArray *>(ints), &size), ACLNN_ERR_PARAM_INVALID);
    for (int twice = 0; twice < 2; twice++) {
        EXPECT(aclDestroyIntArray(ints), 0);
        EXPECT(aclDestroyIntArray(from_null), 0);
        EXPECT(aclDestroyFloatArray(float_array), 0);
        EXPECT(aclDestroyBoolArray(bool_array), 0);
    }
    EXPECT(aclGetIntArraySize(ints, &size), ACLNN_ERR_PARAM_INVALID);
}

void OwnsWhatListsHold()
{
    float number = 1.5f;
    aclTensor *tensors[] = {MakeTensor({1}), MakeTensor({2})};
    aclScalar *scalars[] = {aclCreateScalar(&number, ACL_FLOAT)};
    EXPECT_TRUE(aclCreateScalar(nullptr, ACL_FLOAT) == nullptr);
    aclTensorList *tensor_list = aclCreateTensorList(tensors, 2);
    aclScalarList *scalar_list = aclCreateScalarList(scalars, 1);
    aclTensorList *empty = aclCreateTensorList(nullptr, 0);
    uint64_t size = 0;
    int64_t offset = 0;
    EXPECT(aclGetTensorListSize(tensor_list, &size), 0);
    EXPECT_TRUE(size == 2);
    EXPECT(aclGetScalarListSize(scalar_list, &size), 0);
    EXPECT_TRUE(size == 1);
    EXPECT(aclGetTensorListSize(empty, &size), 0);
    EXPECT_TRUE(size == 0);
    EXPECT(aclDestroyTensorList(tensor_list), 0);
    EXPECT(aclGetViewOffset(tensors[0], &offset), ACLNN_ERR_PARAM_INVALID); // went with the list
    EXPECT(aclDestroyTensor(tensors[0]), 0);                                // and yet this is no error
    EXPECT(aclDestroyScalarList(scalar_list), 0);
    EXPECT(aclDestroyScalar(scalars[0]), 0);
    EXPECT(aclDestroyTensorList(tensor_list), 0);
    EXPECT(aclDestroyTensorList(empty), 0);
    EXPECT(aclDestroyTensorList(nullptr), 0);
}

void RefusesWrongExecutors()
{
    aclOpExecutor *none = nullptr, *random = Random<aclOpExecutor>();
    aclTensor *tensor = MakeTensor({1});
    EXPECT(aclSetAclOpExecutorRepeatable(none), ACLNN_ERR_INNER_NULLPTR);
    EXPECT(aclSetAclOpExecutorRepeatable(random), ACLNN_ERR_INNER);
    EXPECT(aclDestroyAclOpExecutor(none), ACLNN_ERR_INNER_NULLPTR);
    EXPECT(aclDestroyAclOpExecutor(random), ACLNN_ERR_INNER);
    EXPECT(aclSetTensorAddr(none, 0, tensor, nullptr), ACLNN_ERR_INNER_NULLPTR);
    EXPECT(aclSetInputTensorAddr(random, 0, nullptr, nullptr), ACLNN_ERR_INNER_NULLPTR);
    EXPECT(aclSetOutputTensorAddr(random, 0, tensor, nullptr), ACLNN_ERR_INNER);
    EXPECT(aclDestroyTensor(tensor), 0);
    EXPECT(aclnnInit(nullptr), 0);
    EXPECT(aclnnFinalize(), 0);
}

void SurvivesManyThreads()
{
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; i++)
        threads.emplace_back([] {
            for (int round = 0; round < 200; round++) {
                aclTensor *tensor = MakeTensor({round + 1});
                int64_t *dims = nullptr;
                uint64_t count = 0;
                EXPECT(aclGetViewShape(tensor, &dims, &count), 0);
                EXPECT_TRUE(count == 1 && dims[0] == round + 1);
                delete[] dims;
                EXPECT(aclDestroyTensor(tensor), 0);
            }
        });
    for (std::thread &thread : threads) thread.join();
}

} // namespace

int main()
{
    DescribesTensors();
    AcceptsOddTensors();
    RefusesWrongTensors();
    KeepsArrays();
    OwnsWhatListsHold();
    RefusesWrongExecutors();
    SurvivesManyThreads();
    return check_result();
}
