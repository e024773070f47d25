package org.plankton.registry.request;

/**
 * A container of an account in the object store.
 *
 * @param count of its files, as far as the store says; null: it does not
 * @param bytes of all of them, likewise
 */
public record StoredContainer(String name, Long count, Long bytes) {}
