package org.plankton.registry.request;

import org.plankton.registry.image.Image;

/**
 * What the wire that a caller comes by shows of images, and takes.
 *
 * @param limits of what is registered or changed over it
 * @param showsReserved whether there are images that have no bytes. Plankton's own clients know none, and would take
 *     one for an image that can be used
 */
public record View(Limits limits, boolean showsReserved) {
    /** Of no wire: all there is. */
    public static final View WHOLE = new View(Limits.NONE, true);

    public boolean shows(Image image) {
        return image.hasBytes() || showsReserved;
    }
}
