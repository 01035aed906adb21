// Debian builds libxml2 with ICU, and its headers then bring the system's ICU, whose types clash with those of the ICU
// inside Foundation: the build fails as soon as one module sees both. Nothing here uses libxml2's ICU converters.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/tree.h>
#include <libxml/xmlmemory.h>
