package org.plankton.database;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Filter.Range;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Reach;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;

/** A listing, to be narrowed. */
record Asked(Reach reach, Filter filter) {
    static final Asked ALL = among(Reach.VISIBLE);

    static Asked among(Reach reach) {
        return new Asked(reach, Filter.NONE.withIncludesReserved(false));
    }

    static Asked ofAll(Set<Visibility> visibilities) {
        return new Asked(Reach.ALL, ALL.filter.withIncludesCommunity(true).withVisibilities(visibilities));
    }

    static Asked by(UnaryOperator<Filter> filter) {
        return new Asked(Reach.VISIBLE, filter.apply(ALL.filter));
    }

    static Asked names(String... names) {
        return by(filter -> filter.withNames(Set.of(names)));
    }

    static Asked diskFormat(String format) {
        return by(filter -> filter.withDiskFormats(Set.of(format)));
    }

    static Asked containerFormat(String format) {
        return by(filter -> filter.withContainerFormats(Set.of(format)));
    }

    static Asked status(Set<Status> statuses) {
        return by(filter -> filter.withIncludesReserved(true).withStatuses(statuses));
    }

    static Asked size(Long min, Long max) {
        return by(filter -> filter.withSize(Range.of(min, max)));
    }

    static Asked property(String key, String... values) {
        return ALL.and(key, values);
    }

    Asked and(String key, String... values) {
        Map<String, Set<String>> more = new TreeMap<>(filter.properties());
        more.put(key, Set.of(values));
        return new Asked(reach, filter.withProperties(more));
    }

    Query by(SortKey key, SortDirection direction) {
        return new Query(reach, filter, key, direction, null);
    }
}
