// A layer as a user writes it: x is cast to FLOAT16, multiplied by transposed weights, a bias is added in place,
// softmax gives probabilities, and their greatest are chosen. Expected values are computed here in double precision.
#include <cmath>
#include <cstdint>
#include <vector>

#include "acl/acl.h"
#include "aclnn/acl_meta.h"
#include "aclnn/opdev/fp16_t.h"
#include "aclnnop/aclnn_add.h"
#include "aclnnop/aclnn_argmax.h"
#include "aclnnop/aclnn_cast.h"
#include "aclnnop/aclnn_matmul.h"
#include "aclnnop/aclnn_softmax.h"
#include "check.h"

namespace {

const int64_t ROWS = 3, INPUTS = 4, CLASSES = 5;

// A tensor with device memory of its own, freed with it.
class Tensor
{
   public:
    Tensor(const std::vector<int64_t> &shape, aclDataType type, const std::vector<int64_t> &strides = {})
        : size_(aclDataTypeSize(type))
    {
        for (int64_t length : shape) size_ *= static_cast<size_t>(length);
        EXPECT_OK(aclrtMalloc(&memory_, size_, ACL_MEM_MALLOC_HUGE_FIRST));
        handle = aclCreateTensor(shape.data(), shape.size(), type, strides.empty() ? nullptr : strides.data(), 0,
                                 ACL_FORMAT_ND, shape.data(), shape.size(), memory_);
        EXPECT_TRUE(handle != nullptr);
    }
    ~Tensor()
    {
        EXPECT(aclDestroyTensor(handle), 0);
        EXPECT_OK(aclrtFree(memory_));
    }
    Tensor(const Tensor &) = delete;
    Tensor &operator=(const Tensor &) = delete;

    template <typename T>
    void Write(const std::vector<T> &values)
    {
        EXPECT_OK(aclrtMemcpy(memory_, size_, values.data(), values.size() * sizeof(T), ACL_MEMCPY_HOST_TO_DEVICE));
    }
    template <typename T>
    std::vector<T> Read() const
    {
        std::vector<T> values(size_ / sizeof(T));
        EXPECT_OK(aclrtMemcpy(values.data(), size_, memory_, size_, ACL_MEMCPY_DEVICE_TO_HOST));
        return values;
    }

    aclTensor *handle = nullptr;

   private:
    void *memory_ = nullptr;
    size_t size_;
};

// Runs phase two of what a phase one planned, with the workspace that it wants.
template <typename PhaseTwo>
void Run(PhaseTwo run, uint64_t size, aclOpExecutor *executor, aclrtStream stream)
{
    void *workspace = nullptr;
    if (size > 0) EXPECT_OK(aclrtMalloc(&workspace, size, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT(run(workspace, size, executor, stream), 0);
    EXPECT_OK(aclrtSynchronizeStream(stream));
    if (workspace != nullptr) EXPECT_OK(aclrtFree(workspace));
}

// Probabilities of each row, with the weights as [CLASSES, INPUTS].
std::vector<double> Expected(const std::vector<float> &x, const std::vector<float> &weights,
                             const std::vector<float> &bias)
{
    std::vector<double> result(ROWS * CLASSES);
    for (int64_t row = 0; row < ROWS; row++) {
        double total = 0;
        for (int64_t c = 0; c < CLASSES; c++) {
            double sum = 2.0 * bias[c];
            for (int64_t i = 0; i < INPUTS; i++)
                sum += static_cast<double>(x[row * INPUTS + i]) * weights[c * INPUTS + i];
            total += result[row * CLASSES + c] = std::exp(sum);
        }
        for (int64_t c = 0; c < CLASSES; c++) result[row * CLASSES + c] /= total;
    }
    return result;
}

} // namespace

int main()
{
    aclrtStream stream = nullptr;
    EXPECT_OK(aclInit(nullptr));
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateStream(&stream));
    {
        std::vector<float> x, weights, bias;
        for (int i = 0; i < ROWS * INPUTS; i++)
            x.push_back(0.25F * static_cast<float>(i % 7) - 0.5F); // exact in FLOAT16
        for (int i = 0; i < CLASSES * INPUTS; i++) weights.push_back(0.125F * static_cast<float>(i * 5 % 11) - 0.5F);
        for (int i = 0; i < CLASSES; i++) bias.push_back(0.5F - 0.25F * static_cast<float>(i));

        Tensor input({ROWS, INPUTS}, ACL_FLOAT), half({ROWS, INPUTS}, ACL_FLOAT16), biases({CLASSES}, ACL_FLOAT);
        Tensor transposed({INPUTS, CLASSES}, ACL_FLOAT, {1, INPUTS}); // a view of weights as [CLASSES, INPUTS]
        Tensor logits({ROWS, CLASSES}, ACL_FLOAT), result({ROWS, CLASSES}, ACL_FLOAT), best({ROWS}, ACL_INT64);
        input.Write(x);
        transposed.Write(weights);
        biases.Write(bias);

        uint64_t size = 0;
        aclOpExecutor *executor = nullptr;
        EXPECT(aclnnCastGetWorkspaceSize(input.handle, ACL_FLOAT16, half.handle, &size, &executor), 0);
        Run(aclnnCast, size, executor, stream);
        for (size_t i = 0; i < x.size(); i++) EXPECT_TRUE(static_cast<float>(half.Read<op::fp16_t>()[i]) == x[i]);

        EXPECT(aclnnMatmulGetWorkspaceSize(half.handle, transposed.handle, logits.handle, 0, &size, &executor), 0);
        Run(aclnnMatmul, size, executor, stream);

        double two = 2; // scalars come in any type that can be cast
        aclScalar *alpha = aclCreateScalar(&two, ACL_DOUBLE);
        EXPECT(aclnnInplaceAddGetWorkspaceSize(logits.handle, biases.handle, alpha, &size, &executor), 0);
        EXPECT(aclDestroyScalar(alpha), 0); // the executor has what it needs
        Run(aclnnInplaceAdd, size, executor, stream);

        EXPECT(aclnnSoftmaxGetWorkspaceSize(logits.handle, -1, result.handle, &size, &executor), 0);
        Run(aclnnSoftmax, size, executor, stream);
        EXPECT(aclnnArgMaxGetWorkspaceSize(result.handle, 1, false, best.handle, &size, &executor), 0);
        Run(aclnnArgMax, size, executor, stream);

        const std::vector<double> expected = Expected(x, weights, bias);
        const std::vector<float> got = result.Read<float>();
        const std::vector<int64_t> chosen = best.Read<int64_t>();
        for (int64_t row = 0; row < ROWS; row++) {
            int64_t greatest = 0;
            for (int64_t c = 0; c < CLASSES; c++) {
                EXPECT_TRUE(std::fabs(got[row * CLASSES + c] - expected[row * CLASSES + c]) < 1e-6);
                if (expected[row * CLASSES + c] > expected[row * CLASSES + greatest]) greatest = c;
            }
            EXPECT(chosen[row], greatest);
        }

        EXPECT(aclnnMatmulGetWorkspaceSize(transposed.handle, half.handle, logits.handle, 0, &size, &executor), 161002);
        EXPECT_TRUE(strstr(aclGetRecentErrMsg(), "Parameter mat2 ") != nullptr);
    }
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT_OK(aclrtResetDevice(0));
    EXPECT_OK(aclFinalize());
    return check_result();
}
