// A whole program in the shape in which the operators' pages call them: initialise, upload, two phases, wait, download,
// give everything back. Called with the name of a rule it makes that mistake, at the lines marked with it; without,
// none.
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "acl/acl.h"
#include "aclnnop/aclnn_rotary_position_embedding.h"

namespace {

std::string mistake;

bool is(const char *rule)
{
    return mistake == rule;
}

const std::vector<int64_t> shape = {1, 4, 2, 64};
const int64_t count = 1 * 4 * 2 * 64;
const size_t size = count * sizeof(float);

struct Operand {
    void *memory = nullptr;
    aclTensor *tensor = nullptr;
};

Operand createOperand(const std::vector<float> &data, bool upload = true, int64_t offset = 0)
{
    Operand made;
    const size_t room = size + static_cast<size_t>(offset) * sizeof(float);
    const aclrtMemcpyKind kind = is("A501") ? ACL_MEMCPY_DEVICE_TO_HOST : ACL_MEMCPY_HOST_TO_DEVICE;
    aclrtMalloc(&made.memory, room, ACL_MEM_MALLOC_HUGE_FIRST); //! M107
    if (upload) {
        aclrtMemcpy(made.memory, room, data.data(), size, kind); //! A501
    }
    const int64_t strides[] = {count, 128, 64, 1};
    const int64_t *dims = shape.data();
    made.tensor = aclCreateTensor(dims, 4, ACL_FLOAT, strides, offset, ACL_FORMAT_ND, dims, 4, made.memory); //! L309
    return made;
}

void destroyOperand(const Operand &operand)
{
    aclDestroyTensor(operand.tensor);
    aclrtFree(operand.memory);
}

void plan(const Operand &x, const Operand &cos, const Operand &sin, const Operand &y, uint64_t *workspaceSize,
          aclOpExecutor **executor)
{
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(x.tensor, cos.tensor, sin.tensor, 0, y.tensor, workspaceSize,
                                                 executor);
}

bool compute(aclrtStream stream)
{
    const std::vector<float> ones(count, 1.0F);
    std::vector<float> result(count + 16);
    const Operand x = createOperand(ones, !is("M110"));
    const Operand cos = createOperand(ones);
    const Operand sin = createOperand(ones);
    const Operand y = createOperand(ones, true, is("A502") ? count : 0);

    uint64_t workspaceSize = 0;
    aclOpExecutor *executor = nullptr;
    plan(x, cos, sin, y, &workspaceSize, &executor);
    if (is("L306")) { // for the size, which was known
        aclOpExecutor *again = nullptr;
        const aclTensor *const in[] = {x.tensor, cos.tensor, sin.tensor};
        aclnnRotaryPositionEmbeddingGetWorkspaceSize(in[0], in[1], in[2], 0, y.tensor, &workspaceSize, &again); //! L306
    }
    void *workspace = nullptr;
    std::vector<char> hostWorkspace(workspaceSize);
    if (workspaceSize > 0) {
        aclrtMalloc(&workspace, workspaceSize, ACL_MEM_MALLOC_HUGE_FIRST);
    }
    void *const given = is("O601") ? nullptr : is("O602") ? hostWorkspace.data() : workspace;
    const uint64_t givenSize = is("O601") ? 0 : workspaceSize;
    if (is("L308")) {
        aclDestroyTensor(x.tensor);
    }
    if (is("M104")) {
        aclrtFree(x.memory);
    }
    aclnnRotaryPositionEmbedding(given, givenSize, executor, stream); //! M104 M110 L308 A502 O601 O602
    if (is("L305")) {
        aclnnRotaryPositionEmbedding(given, givenSize, executor, stream); //! L305
    }
    if (is("S202")) {
        aclrtFree(workspace); //! S202
    }
    if (is("S201")) {
        aclrtMemcpy(result.data(), size, y.memory, size, ACL_MEMCPY_DEVICE_TO_HOST); //! S201
    }
    aclrtSynchronizeStream(stream);
    const size_t wanted = is("M102") ? result.size() * sizeof(float) : size;
    aclrtMemcpy(result.data(), wanted, y.memory, wanted, ACL_MEMCPY_DEVICE_TO_HOST); //! M102
    if (is("M108")) {
        void *never = nullptr;
        aclrtMalloc(&never, size, ACL_MEM_MALLOC_HUGE_FIRST);
        aclrtMemcpy(result.data(), size, never, size, ACL_MEMCPY_DEVICE_TO_HOST); //! M108
        aclrtFree(never);
    }

    if (!is("L308")) {
        aclDestroyTensor(x.tensor);
    }
    if (is("L302")) {
        aclDestroyTensor(x.tensor); //! L302
    }
    if (is("L303")) {
        aclDestroyTensor(reinterpret_cast<const aclTensor *>(&x)); //! L303
    }
    if (!is("M104") && !is("M107")) {
        aclrtFree(x.memory);
    }
    if (is("M105")) {
        aclrtFree(x.memory); //! M105
    }
    if (is("M106")) {
        aclrtFree(static_cast<float *>(y.memory) + 1); //! M106
    }
    destroyOperand(cos);
    destroyOperand(sin);
    if (is("L309")) {
        aclrtFree(y.memory);
    } else {
        destroyOperand(y);
    }
    if (workspaceSize > 0 && !is("S202")) {
        aclrtFree(workspace);
    }
    // In half mode the first half is x1 * cos - x2 * sin, the second x2 * cos + x1 * sin.
    return result[0] == 0.0F && result[63] == 2.0F;
}

} // namespace

int main(int argumentCount, char **arguments)
{
    mistake = argumentCount > 1 ? arguments[1] : "";
    if (!is("C401")) {
        aclInit(nullptr);
    }
    if (is("C402")) {
        aclInit(nullptr); //! C402
    }
    aclrtStream stream = nullptr;
    aclrtSetDevice(0); //! C401
    aclrtCreateStream(&stream);
    const bool right = compute(stream);
    if (is("S206")) {
        void *memory = nullptr;
        aclrtMalloc(&memory, size, ACL_MEM_MALLOC_HUGE_FIRST);
        aclrtMemsetAsync(memory, size, 0, size, stream);
        aclrtDestroyStreamForce(stream); //! S206
        aclrtFree(memory);
    } else if (!is("C406")) {
        aclrtDestroyStream(stream);
    }
    if (is("L301")) {
        aclrtSynchronizeStream(stream); //! L301
    }
    aclrtResetDevice(0); //! C406
    if (is("C405")) {
        aclrtResetDevice(0); //! C405
    }
    aclFinalize();
    if (is("C407")) {
        aclFinalize(); //! C407
    }
    std::printf("%s\n", right ? "right" : "wrong");
    return right ? 0 : 1;
}
