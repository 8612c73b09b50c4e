// archive.c - writes a generated archive as JSON lines: archive ARTICLES SEED.
//
// The same arguments give the same bytes. Words are drawn from a vocabulary
// that grows with the text as that of natural text does (Heaps' law): each
// article draws half of its words by Zipf's law from the common ones and, for
// its own subject, returns to a few rare ones again and again, so that frequent
// words, rare words and bursts are all there.

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    VOCABULARY = 400000,
    SUBJECT_WORDS = 12,
    MEAN_WORDS = 380, // an article of Wikipedia has 2.4 kB
};

static uint64_t state;

static uint64_t next(void)
{
    // splitmix64 (Steele, Lea, Flood 2014)
    uint64_t x = state += 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

static double uniform(void)
{
    return (double)(next() >> 11) / 9007199254740992.0;
}

// A rank drawn by Zipf's law with exponent 1: the logarithm of ranks is even.
static uint32_t zipf(void)
{
    return (uint32_t)(exp(uniform() * log((double)VOCABULARY))) - 1;
}

// The word of a rank: syllables from its digits, the shorter the commoner.
static void put_word(uint32_t rank)
{
    static const char ONSETS[] = "bdfghklmnprstvwz";
    static const char VOWELS[] = "aeiou";
    for (rank++; rank; rank /= 80) {
        uint32_t syllable = rank % 80;
        putchar(ONSETS[syllable % 16]);
        putchar(VOWELS[syllable / 16]);
    }
}

static void put_article(uint64_t id)
{
    uint32_t subject[SUBJECT_WORDS];
    for (int i = 0; i < SUBJECT_WORDS; i++)
        subject[i] = 1000 + (uint32_t)(next() % (VOCABULARY - 1000));
    printf("{\"id\":\"%llu\",\"title\":\"", (unsigned long long)id);
    put_word(subject[0]);
    putchar(' ');
    put_word(subject[1]);
    printf("\",\"text\":\"");
    // Lengths vary as a product of chances does.
    double length =
        MEAN_WORDS
        * exp(1.0 * (uniform() + uniform() + uniform() + uniform() - 2.0));
    for (int i = 0, in_sentence = 0; i < (int)length; i++) {
        if (next() % 8 == 0)
            put_word(subject[next() % SUBJECT_WORDS]);
        else
            put_word(zipf());
        if (++in_sentence > 8 && next() % 8 == 0) {
            printf(next() % 6 ? ". " : ".\\n");
            in_sentence = 0;
        } else
            putchar(' ');
    }
    printf("\"}\n");
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: archive ARTICLES SEED\n");
        return 2;
    }
    uint64_t count = strtoull(argv[1], NULL, 10);
    state = strtoull(argv[2], NULL, 10);
    for (uint64_t id = 1; id <= count; id++) put_article(id);
    return fflush(stdout) != 0;
}
