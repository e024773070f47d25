package org.plankton.registry.listing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;

/** All images with their members, for another registry. */
public final class WholeImages {
    private final Database database;
    private final Access access;

    public WholeImages(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    /** Those after that id, in the order of their ids; each with the members that it has at the same moment. */
    public List<WholeImage> list(Caller caller, String after, int limit) {
        if (!access.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only an administrator may export images");
        }
        return database.snapshot(tables -> {
            List<Image> images = tables.images().listAllAfter(after, limit);
            Map<String, SortedMap<String, Membership>> members = members(tables, images);
            return images.stream()
                    .map(image -> new WholeImage(image, members.get(image.id())))
                    .toList();
        });
    }

    /** By the images' ids, and by account. */
    private static Map<String, SortedMap<String, Membership>> members(Tables tables, List<Image> images) {
        Map<String, SortedMap<String, Membership>> members = new HashMap<>();
        images.forEach(image -> members.put(image.id(), new TreeMap<>()));
        if (!images.isEmpty()) {
            tables.members()
                    .listOfAll(members.keySet())
                    .forEach(member -> members.get(member.imageId())
                            .put(member.account(), new Membership(member.canShare(), member.status())));
        }
        return members;
    }
}
