/* What a model is made of: as a trace in a file, and on stdout. */
#include "../check.h"

enum { SIZE = 64 };

static void *device;
static aclrtStream stream, second;
static aclrtEvent forked, joined;

static void report(const char *directory)
{
    aclmdlRI model;
    char path[512], text[4096];
    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 21, SIZE, stream));
    EXPECT_OK(aclrtRecordEvent(forked, stream));
    EXPECT_OK(aclrtStreamWaitEvent(second, forked));
    EXPECT_OK(aclrtRecordEvent(joined, second));
    EXPECT_OK(aclrtStreamWaitEvent(stream, joined));
    EXPECT_OK(aclmdlRICaptureEnd(stream, &model));
    snprintf(path, sizeof path, "%s/model.json", directory);
    for (uint32_t flags = ACL_MDLRI_DEBUG_JSON_PRINT_SUMMARY; flags <= ACL_MDLRI_DEBUG_JSON_PRINT_VERBOSE; flags++) {
        EXPECT_OK(aclmdlRIDebugJsonPrint(model, path, flags));
        FILE *file = fopen(path, "r");
        EXPECT_TRUE(file != NULL);
        if (file == NULL) return;
        text[fread(text, 1, sizeof text - 1, file)] = 0;
        fclose(file);
        EXPECT_TRUE(strstr(text, "aclrtMemsetAsync") != NULL);
        EXPECT_TRUE(strstr(text, "EVENT_RECORD_1") != NULL && strstr(text, "EVENT_WAIT_1") != NULL);
        EXPECT_TRUE(strstr(text, "EVENT_RECORD_3") != NULL && strstr(text, "EVENT_WAIT_3") != NULL);
        EXPECT(strstr(text, "64 bytes") != NULL, flags == ACL_MDLRI_DEBUG_JSON_PRINT_VERBOSE);
    }
    EXPECT_OK(aclmdlRIDebugPrint(model));
    EXPECT(aclmdlRIDebugPrint(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRIDebugJsonPrint(NULL, path, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRIDebugJsonPrint(model, NULL, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRIDebugJsonPrint(model, path, 2), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclmdlRIDebugJsonPrint(model, "/nowhere/model.json", 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclmdlRIDestroy(model));
    EXPECT(aclmdlRIDebugPrint(model), ACL_ERROR_RT_INVALID_HANDLE);
}

int main(int argc, char **argv)
{
    EXPECT(argc, 2);
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateStream(&second));
    EXPECT_OK(aclrtCreateEvent(&forked));
    EXPECT_OK(aclrtCreateEvent(&joined));
    EXPECT_OK(aclrtMalloc(&device, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    report(argv[1]);
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
