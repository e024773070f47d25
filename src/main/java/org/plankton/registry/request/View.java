package org.plankton.registry.request;

import org.plankton.registry.image.Image;
import org.plankton.registry.image.MemberStatus;

/**
 * What the wire that a caller comes by shows of images, and takes.
 *
 * @param limits of what is registered or changed over it
 * @param showsReserved whether there are images that have no bytes. Plankton's own clients know none, and would take
 *     one for an image that can be used
 * @param repeatsUploads whether an image whose upload has failed waits for its bytes again; else it is in error
 * @param inspectsUploads whether bytes that are not of the image's disk format are refused
 * @param newMember what an account has said to an image that is shared with it over this wire
 * @param quotas how much an account may have, which is the same over every wire
 */
public record View(
        Limits limits,
        boolean showsReserved,
        boolean repeatsUploads,
        boolean inspectsUploads,
        MemberStatus newMember,
        Quotas quotas) {
    /** Of no wire: all there is. */
    public static final View WHOLE = new View(Limits.NONE, true);

    /** Whose uploads are tried once and taken for what they are said to be, and whose members need not say anything. */
    public View(Limits limits, boolean showsReserved) {
        this(limits, showsReserved, false, false, MemberStatus.ACCEPTED);
    }

    /** Without quotas. */
    public View(
            Limits limits,
            boolean showsReserved,
            boolean repeatsUploads,
            boolean inspectsUploads,
            MemberStatus newMember) {
        this(limits, showsReserved, repeatsUploads, inspectsUploads, newMember, Quotas.NONE);
    }

    /** The same with these quotas. */
    public View withQuotas(Quotas others) {
        return new View(limits, showsReserved, repeatsUploads, inspectsUploads, newMember, others);
    }

    public boolean shows(Image image) {
        return image.hasBytes() || showsReserved;
    }
}
