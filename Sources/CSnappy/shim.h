#ifndef VAGLIO_CSNAPPY_SHIM_H
#define VAGLIO_CSNAPPY_SHIM_H

#include <snappy-c.h>

#endif
