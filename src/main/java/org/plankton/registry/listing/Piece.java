package org.plankton.registry.listing;

import java.util.List;
import java.util.function.Supplier;

/**
 * Some elements of a list, in its order.
 *
 * @param rest reads the piece behind them; null if nothing is there
 */
record Piece<T>(List<T> elements, Supplier<Piece<T>> rest) {}
