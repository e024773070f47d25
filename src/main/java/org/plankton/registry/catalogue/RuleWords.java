package org.plankton.registry.catalogue;

/**
 * How people are told of a {@link Rule}.
 *
 * @param words what is so, and what follows
 * @param remedy what mends it
 */
public record RuleWords(LocalText words, LocalText remedy) {}
