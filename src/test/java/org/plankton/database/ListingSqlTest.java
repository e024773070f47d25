package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.RareProperties;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Reach;
import org.plankton.registry.request.Query.Sort;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;

class ListingSqlTest {
    /** Of those whose number clients choose; MariaDB's protocol has room for 65 535 of all. */
    private static final int MOST = 15_000;

    static Stream<Arguments> manyValues() {
        return Stream.of(
                Arguments.of("names", asking(filter -> filter.withNames(words(200)))),
                Arguments.of("ids", asking(filter -> filter.withIds(words(200)))),
                Arguments.of("formats", asking(filter -> filter.withDiskFormats(words(5_000)))),
                Arguments.of("tags", asking(filter -> filter.withTags(words(20)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manyValues")
    void aStatementTakesFewValuesHoweverManyAreAskedForAndSortedBy(String what, UnaryOperator<Filter> asking) {
        Filter filter = asking.apply(
                Filter.NONE.withVisibilities(Set.of(Visibility.values())).withIncludesCommunity(true));
        for (SortKey first : SortKey.values()) {
            for (SortKey second : SortKey.values()) {
                for (SortKey third : SortKey.values()) {
                    if (Stream.of(first, second, third).distinct().count() == 3) {
                        assertThat(values(filter, first, second, third))
                                .as(what + " by %s, %s, %s", first, second, third)
                                .isLessThan(MOST);
                    }
                }
            }
        }
    }

    private static int values(Filter filter, SortKey... keys) {
        List<Sort> order =
                Stream.of(keys).map(key -> new Sort(key, SortDirection.DESC)).toList();
        Query query = new Query(Reach.VISIBLE, filter, order, null);
        ListingSql sql = ListingSql.of(query, new RareProperties(null, null, null, List.of()), null, null, false);
        int ofEach = 1
                + filter.names().size()
                + filter.ids().size()
                + sql.diskFormats().size()
                + sql.tags().size();
        return sql.parts().stream()
                .mapToInt(part -> ofEach + part.constants().size())
                .sum();
    }

    private static UnaryOperator<Filter> asking(UnaryOperator<Filter> filter) {
        return filter;
    }

    private static Set<String> words(int count) {
        return IntStream.range(0, count).mapToObj(number -> "word-" + number).collect(Collectors.toSet());
    }
}
