package org.plankton.registry.request;

/** How much an account has of what may be limited by a quota, whether it is or not. */
public record Usage(Quota quota, String account, int count) {}
