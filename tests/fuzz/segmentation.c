// Words of any bytes: the short ways give the words of the careful one, and
// these are as words.h promises.

#include "fuzz/fuzz.h"
#include "text/word_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct word_list shortly, carefully; // grown once for all inputs
    const struct slice text = { (const char *)data, size };
    word_list_reset(&shortly);
    word_list_reset(&carefully);
    words_analyse(text, word_list_add, &shortly);
    words_analyse_carefully(text, word_list_add, &carefully);

    const char *fault = word_list_fault(&carefully, size);
    if (fault) fprintf(stderr, "%s\n", fault);
    FUZZ_CHECK(!fault);
    FUZZ_CHECK(shortly.count == carefully.count);
    FUZZ_CHECK(word_list_difference(&shortly, &carefully) == shortly.count);
    return 0;
}
