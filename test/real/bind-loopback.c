/* Preloaded into Orthanc, which cannot be told its address: listen on this machine only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

int bind(int socket, const struct sockaddr *address, socklen_t length) {
  static int (*real)(int, const struct sockaddr *, socklen_t);
  if (!real) real = dlsym(RTLD_NEXT, "bind");
  if (!address || address->sa_family != AF_INET) return real(socket, address, length);
  struct sockaddr_in here;
  memcpy(&here, address, sizeof here);
  if (here.sin_addr.s_addr == htonl(INADDR_ANY)) here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return real(socket, (struct sockaddr *)&here, length);
}
