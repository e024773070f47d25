package org.plankton.registry.listing;

import java.util.List;
import java.util.function.Supplier;
import org.plankton.registry.image.Image;

/**
 * Some images of a listing, in its order.
 *
 * @param rest reads the piece behind them; null if nothing is there
 */
record Piece(List<Image> images, Supplier<Piece> rest) {}
