/* Initialization and its configuration file; the argument is a directory to write files to. */
#define _GNU_SOURCE
#include <pthread.h>
#include <unistd.h>

#include "../check.h"

static const char *directory;

static const char *file(const char *name, const char *text)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *written = fopen(path, "w");
    if (written == NULL) return path;
    fputs(text, written);
    fclose(written);
    return path;
}

static const char *nested(int depth)
{
    static char text[20000];
    size_t used = 0;
    for (int i = 1; i < depth; i++) used += (size_t)sprintf(text + used, "{\"a\":");
    used += (size_t)sprintf(text + used, "{}");
    for (int i = 1; i < depth; i++) text[used++] = '}';
    text[used] = '\0';
    return text;
}

static void sequences(void)
{
    uint64_t count = 99;
    EXPECT_OK(aclFinalize()); /* nobody checks that aclInit came first */
    EXPECT(aclFinalize(), ACL_ERROR_REPEAT_FINALIZE);
    EXPECT_OK(aclInit(NULL));
    EXPECT(aclInit(NULL), ACL_ERROR_REPEAT_INITIALIZE);
    EXPECT(aclInit(NULL), ACL_ERROR_REPEAT_INITIALIZE);
    EXPECT_OK(aclFinalize()); /* one is enough for three */
    EXPECT(aclFinalize(), ACL_ERROR_REPEAT_FINALIZE);

    EXPECT_OK(aclInit(NULL)); /* again after the end */
    EXPECT(aclInit(NULL), ACL_ERROR_REPEAT_INITIALIZE);
    EXPECT_OK(aclFinalizeReference(&count));
    EXPECT(count, 1);
    EXPECT_OK(aclFinalizeReference(&count));
    EXPECT(count, 0);
    EXPECT(aclFinalizeReference(&count), ACL_ERROR_REPEAT_FINALIZE);
    EXPECT(aclFinalizeReference(NULL), ACL_ERROR_REPEAT_FINALIZE);
}

static void good_files(void)
{
    static const char *const texts[] = {"", "{}", "{\"dump\": {\"dump_mode\": \"output\"}}"};
    for (int i = 0; i < 3; i++) {
        EXPECT_OK(aclInit(file("good.json", texts[i])));
        EXPECT(aclInit(file("good.json", texts[i])), ACL_ERROR_REPEAT_INITIALIZE);
        EXPECT(aclInit(NULL), ACL_ERROR_REPEAT_INITIALIZE);
        EXPECT(aclInit(file("other.json", "{\"x\": 1}")), ACL_ERROR_INVALID_PARAM); /* another configuration */
        EXPECT_OK(aclFinalize());
    }
    EXPECT_OK(aclInit(file("deep.json", nested(10))));
    EXPECT_OK(aclFinalize());
}

static void bad_files(void)
{
    char path[4096];
    EXPECT(aclInit("/nowhere/acl.json"), ACL_ERROR_INVALID_FILE);
    EXPECT(aclInit(""), ACL_ERROR_INVALID_FILE);
    EXPECT(aclInit(directory), ACL_ERROR_INVALID_FILE);
    EXPECT(aclInit("/dev/zero"), ACL_ERROR_INVALID_FILE);
    EXPECT(aclInit((const char *)8), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclInit(file("bytes.json", "{\"a\": \"\xff\"}")), ACL_ERROR_INVALID_FILE);
    EXPECT(aclInit(file("bad.json", "{")), ACL_ERROR_PARSE_FILE);
    EXPECT(aclInit(file("bad.json", "{} {}")), ACL_ERROR_PARSE_FILE);
    EXPECT(aclInit(file("bad.json", "[]")), ACL_ERROR_PARSE_FILE);
    EXPECT(aclInit(file("bad.json", "no json")), ACL_ERROR_PARSE_FILE);
    EXPECT(aclInit(file("bad.json", nested(11))), ACL_ERROR_PARSE_FILE);
    EXPECT(aclInit(file("bad.json", nested(900))), ACL_ERROR_PARSE_FILE);
    EXPECT(aclInit(file("bad.json", nested(3000))), ACL_ERROR_PARSE_FILE);
    snprintf(path, sizeof path, "%s", file("large.json", "{}"));
    EXPECT(truncate(path, (10 << 20) + 1), 0);
    EXPECT(aclInit(path), ACL_ERROR_INVALID_FILE_SIZE);
    EXPECT_OK(aclInit(NULL)); /* none of these counted */
    EXPECT_OK(aclFinalize());
}

static void *ask_for_the_device(void *found)
{
    EXPECT_OK(aclrtGetDevice(found));
    return NULL;
}

static void default_device(void)
{
    pthread_t thread;
    int32_t device = -1;
    EXPECT(aclrtGetDevice(&device), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclInit(file("device.json", "{\"defaultDevice\": {\"default_device\": \"2\"}}")), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclInit(file("device.json", "{\"defaultDevice\": {\"default_device\": \"x\"}}")), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclInit(file("device.json", "{\"defaultDevice\": {\"default_device\": \"1\"}}")));
    EXPECT_OK(aclrtGetDevice(&device));
    EXPECT(device, 1);
    device = -1;
    EXPECT(pthread_create(&thread, NULL, ask_for_the_device, &device), 0);
    pthread_join(thread, NULL);
    EXPECT(device, 1);
    EXPECT_OK(aclrtResetDeviceForce(1));
    EXPECT_OK(aclFinalize());
}

static void *fail(void *unused)
{
    aclrtSetDevice(7654321);
    return unused;
}

static void process_messages(void)
{
    pthread_t thread;
    for (int process = 0; process < 2; process++) {
        EXPECT_OK(aclInit(file("messages.json", process ? "{\"err_msg_mode\": \"1\"}" : "{\"err_msg_mode\": \"0\"}")));
        while (aclGetRecentErrMsg() != NULL) {
        }
        EXPECT(pthread_create(&thread, NULL, fail, NULL), 0);
        pthread_join(thread, NULL);
        const char *text = aclGetRecentErrMsg();
        EXPECT(text != NULL, process);
        if (text != NULL) EXPECT_TRUE(strstr(text, "[THREAD:") != NULL && strstr(text, "7654321") != NULL);
        EXPECT_OK(aclFinalize());
    }
}

static void nothing_needs_it(void)
{
    void *memory;
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtMalloc(&memory, 16, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclInit(NULL));
    EXPECT_OK(aclFinalize());
    EXPECT_OK(aclrtFree(memory)); /* nor does the end take anything away */
    EXPECT_OK(aclrtResetDevice(0));
}

int main(int count, char **arguments)
{
    if (count < 2) return 2;
    directory = arguments[1];
    sequences();
    good_files();
    bad_files();
    default_device();
    process_messages();
    nothing_needs_it();
    return check_result();
}
