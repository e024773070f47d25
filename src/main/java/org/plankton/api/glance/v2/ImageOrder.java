package org.plankton.api.glance.v2;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.QueryPairs;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Query.Sort;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;

/**
 * In which order images are asked for: {@code sort=name:asc,size}, where what has no direction is descending; or
 * {@code sort_key} and {@code sort_dir}, of each as many, or one direction for all keys. The newest first, if nothing
 * is said.
 */
final class ImageOrder {
    static final Set<String> PARAMETERS = Set.of("sort", "sort_key", "sort_dir");

    private static final Set<SortKey> KEYS = EnumSet.allOf(SortKey.class);
    private static final Set<SortDirection> DIRECTIONS = EnumSet.allOf(SortDirection.class);
    private static final List<Sort> USUAL = List.of(new Sort(SortKey.CREATED_AT, SortDirection.DESC));

    private ImageOrder() {}

    /** @throws Fault BAD_REQUEST if it cannot be read */
    static List<Sort> read(QueryPairs pairs) {
        List<String> keys = pairs.all("sort_key");
        List<String> directions = pairs.all("sort_dir");
        Optional<String> sort = pairs.one("sort");
        if (sort.isPresent()) {
            if (!keys.isEmpty() || !directions.isEmpty()) {
                throw Fault.badRequest("sort stands for sort_key and sort_dir; send either");
            }
            return read(sort.get());
        }
        return keys.isEmpty() && directions.isEmpty() ? USUAL : read(keys, directions);
    }

    private static List<Sort> read(String sort) {
        List<Sort> order = new ArrayList<>();
        for (String part : sort.split(",", -1)) {
            String[] words = part.split(":", 2);
            order.add(new Sort(
                    key("sort", words[0].strip()),
                    words.length == 2 ? direction("sort", words[1].strip()) : SortDirection.DESC));
        }
        return order;
    }

    private static List<Sort> read(List<String> keys, List<String> directions) {
        List<String> all = keys.isEmpty() ? List.of("created_at") : keys;
        if (directions.size() > 1 && directions.size() != all.size()) {
            throw Fault.badRequest("sort_dir must be given once, or as often as sort_key");
        }
        List<Sort> order = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String word = directions.isEmpty() ? "desc" : directions.get(directions.size() == 1 ? 0 : i);
            order.add(new Sort(key("sort_key", all.get(i)), direction("sort_dir", word)));
        }
        return order;
    }

    private static SortKey key(String name, String word) {
        return EnumText.parse(KEYS, word)
                .orElseThrow(() -> Fault.badRequest(name + ": a key must be one of " + EnumText.all(KEYS)));
    }

    private static SortDirection direction(String name, String word) {
        return EnumText.parse(DIRECTIONS, word)
                .orElseThrow(() -> Fault.badRequest(name + ": a direction must be asc or desc"));
    }
}
