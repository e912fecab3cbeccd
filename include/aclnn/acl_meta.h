// The objects that aclnn operators take, and their executors.
#ifndef OP_API_OP_API_COMMON_INC_EXTERNAL_ACL_META_H
#define OP_API_OP_API_COMMON_INC_EXTERNAL_ACL_META_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "acl/acl_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

// A program that declares these itself defines ACLNN_META first.
#ifndef ACLNN_META
#define ACLNN_META
typedef struct aclOpExecutor aclOpExecutor;
typedef struct aclTensor aclTensor;
typedef struct aclScalar aclScalar;
typedef struct aclIntArray aclIntArray;
typedef struct aclFloatArray aclFloatArray;
typedef struct aclBoolArray aclBoolArray;
typedef struct aclTensorList aclTensorList;
typedef struct aclScalarList aclScalarList;

typedef int32_t aclnnStatus;
#ifndef OK
static const aclnnStatus OK = 0;
#endif
#endif

// ---- Making and freeing; makers copy dims, values and pointers, never tensor data

// Describes device memory. offset and strides count elements; NULL strides mean contiguous.
ACLNN_API aclTensor *aclCreateTensor(const int64_t *viewDims, uint64_t viewDimsNum, aclDataType dataType,
                                     const int64_t *stride, int64_t offset, aclFormat format,
                                     const int64_t *storageDims, uint64_t storageDimsNum, void *tensorData);

// One host value.
ACLNN_API aclScalar *aclCreateScalar(void *value, aclDataType dataType);

// Integers on the host.
ACLNN_API aclIntArray *aclCreateIntArray(const int64_t *value, uint64_t size);

// Floats on the host.
ACLNN_API aclFloatArray *aclCreateFloatArray(const float *value, uint64_t size);

// Booleans on the host.
ACLNN_API aclBoolArray *aclCreateBoolArray(const bool *value, uint64_t size);

// A list of tensors, which it owns from here on.
ACLNN_API aclTensorList *aclCreateTensorList(const aclTensor *const *value, uint64_t size);

// A list of scalars, which it owns from here on.
ACLNN_API aclScalarList *aclCreateScalarList(const aclScalar *const *value, uint64_t size);

// Frees the description, never the device memory.
ACLNN_API aclnnStatus aclDestroyTensor(const aclTensor *tensor);

// Frees a scalar.
ACLNN_API aclnnStatus aclDestroyScalar(const aclScalar *scalar);

// Frees an integer array.
ACLNN_API aclnnStatus aclDestroyIntArray(const aclIntArray *array);

// Frees a float array.
ACLNN_API aclnnStatus aclDestroyFloatArray(const aclFloatArray *array);

// Frees a boolean array.
ACLNN_API aclnnStatus aclDestroyBoolArray(const aclBoolArray *array);

// Frees a list and its tensors.
ACLNN_API aclnnStatus aclDestroyTensorList(const aclTensorList *array);

// Frees a list and its scalars.
ACLNN_API aclnnStatus aclDestroyScalarList(const aclScalarList *array);

// ---- Asking

// The shape; delete[] the array afterwards.
ACLNN_API aclnnStatus aclGetViewShape(const aclTensor *tensor, int64_t **viewDims, uint64_t *viewDimsNum);

// The shape of the memory behind the view; delete[] the array afterwards.
ACLNN_API aclnnStatus aclGetStorageShape(const aclTensor *tensor, int64_t **storageDims, uint64_t *storageDimsNum);

// The strides in elements; delete[] the array afterwards.
ACLNN_API aclnnStatus aclGetViewStrides(const aclTensor *tensor, int64_t **stridesValue, uint64_t *stridesNum);

// Elements from the start of the memory to the view.
ACLNN_API aclnnStatus aclGetViewOffset(const aclTensor *tensor, int64_t *offset);

// The layout.
ACLNN_API aclnnStatus aclGetFormat(const aclTensor *tensor, aclFormat *format);

// The element type.
ACLNN_API aclnnStatus aclGetDataType(const aclTensor *tensor, aclDataType *dataType);

// Entries of an integer array.
ACLNN_API aclnnStatus aclGetIntArraySize(const aclIntArray *array, uint64_t *size);

// Entries of a float array.
ACLNN_API aclnnStatus aclGetFloatArraySize(const aclFloatArray *array, uint64_t *size);

// Entries of a boolean array.
ACLNN_API aclnnStatus aclGetBoolArraySize(const aclBoolArray *array, uint64_t *size);

// Entries of a tensor list.
ACLNN_API aclnnStatus aclGetTensorListSize(const aclTensorList *tensorList, uint64_t *size);

// Entries of a scalar list.
ACLNN_API aclnnStatus aclGetScalarListSize(const aclScalarList *scalarList, uint64_t *size);

// ---- Changing

// Describes a tensor anew; what is NULL stays as it was.
ACLNN_API aclnnStatus aclInitTensor(aclTensor *tensor, const int64_t *viewDims, uint64_t viewDimsNum,
                                    aclDataType dataType, const int64_t *stride, int64_t offset, aclFormat format,
                                    const int64_t *storageDims, uint64_t storageDimsNum, void *tensorDataAddr);

// The device address.
ACLNN_API aclnnStatus aclGetRawTensorAddr(const aclTensor *tensor, void **addr);

// Sets the device address.
ACLNN_API aclnnStatus aclSetRawTensorAddr(aclTensor *tensor, void *addr);

// ---- Executors that run more than once

// Keeps an executor after its run.
ACLNN_API aclnnStatus aclSetAclOpExecutorRepeatable(aclOpExecutor *executor);

// Frees a kept executor.
ACLNN_API aclnnStatus aclDestroyAclOpExecutor(aclOpExecutor *executor);

// Gives the input at index another address for the next run.
ACLNN_API aclnnStatus aclSetInputTensorAddr(aclOpExecutor *executor, const size_t index, aclTensor *tensor, void *addr);

// Gives the output at index another address.
ACLNN_API aclnnStatus aclSetOutputTensorAddr(aclOpExecutor *executor, const size_t index, aclTensor *tensor,
                                             void *addr);

// Gives the parameter at index another address.
ACLNN_API aclnnStatus aclSetTensorAddr(aclOpExecutor *executor, const size_t index, aclTensor *tensor, void *addr);

// Gives an entry of the list that is input irIndex another address.
ACLNN_API aclnnStatus aclSetDynamicInputTensorAddr(aclOpExecutor *executor, size_t irIndex, const size_t relativeIndex,
                                                   aclTensorList *tensors, void *addr);

// Gives an entry of the list that is output irIndex another address.
ACLNN_API aclnnStatus aclSetDynamicOutputTensorAddr(aclOpExecutor *executor, size_t irIndex, const size_t relativeIndex,
                                                    aclTensorList *tensors, void *addr);

// Gives an entry of the list that is parameter irIndex another address.
ACLNN_API aclnnStatus aclSetDynamicTensorAddr(aclOpExecutor *executor, size_t irIndex, const size_t relativeIndex,
                                              aclTensorList *tensors, void *addr);

// ---- The same six under their older names

// As aclSetInputTensorAddr.
ACLNN_API aclnnStatus AclSetInputTensorAddr(aclOpExecutor *executor, const size_t index, aclTensor *tensor, void *addr);

// As aclSetOutputTensorAddr.
ACLNN_API aclnnStatus AclSetOutputTensorAddr(aclOpExecutor *executor, const size_t index, aclTensor *tensor,
                                             void *addr);

// As aclSetTensorAddr.
ACLNN_API aclnnStatus AclSetTensorAddr(aclOpExecutor *executor, const size_t index, aclTensor *tensor, void *addr);

// As aclSetDynamicInputTensorAddr.
ACLNN_API aclnnStatus AclSetDynamicInputTensorAddr(aclOpExecutor *executor, size_t irIndex, const size_t relativeIndex,
                                                   aclTensorList *tensors, void *addr);

// As aclSetDynamicOutputTensorAddr.
ACLNN_API aclnnStatus AclSetDynamicOutputTensorAddr(aclOpExecutor *executor, size_t irIndex, const size_t relativeIndex,
                                                    aclTensorList *tensors, void *addr);

// As aclSetDynamicTensorAddr.
ACLNN_API aclnnStatus AclSetDynamicTensorAddr(aclOpExecutor *executor, size_t irIndex, const size_t relativeIndex,
                                              aclTensorList *tensors, void *addr);

// ---- Dumping

// Dumps the inputs, then the outputs, of an operator for comparison.
ACLNN_API aclnnStatus aclDumpOpTensors(const char *opType, const char *opName, aclTensor **tensors,
                                       size_t inputTensorNum, size_t outputTensorNum, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif // OP_API_OP_API_COMMON_INC_EXTERNAL_ACL_META_H
