#include "text/properties.h"

#include "text/properties_tables.h"
#include "text/words.h"

const char WORDS_UNICODE_VERSION[] = PROPERTIES_UNICODE_VERSION;
