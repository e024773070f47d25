package org.plankton.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.ibatis.builder.xml.XMLMapperBuilder;
import org.apache.ibatis.executor.ErrorContext;
import org.apache.ibatis.io.Resources;
import org.apache.ibatis.logging.nologging.NoLoggingImpl;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.AccountWriteMapper;
import org.plankton.registry.ports.AssessmentMapper;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.FileCheckMapper;
import org.plankton.registry.ports.FollowerMapper;
import org.plankton.registry.ports.ImageMapper;
import org.plankton.registry.ports.ImageWriteMapper;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.ports.JournalMapper;
import org.plankton.registry.ports.MemberMapper;
import org.plankton.registry.ports.MemberWriteMapper;
import org.plankton.registry.ports.NoteMapper;
import org.plankton.registry.ports.ObjectReaderMapper;
import org.plankton.registry.ports.SharingMapper;
import org.plankton.registry.ports.UnsettledReaderMapper;
import org.plankton.registry.ports.UploadMapper;

/** Every statement, and how values are written in it. */
final class Statements {
    /** Each has its SQL beside this class, in a file of its name. */
    private static final List<Class<?>> MAPPERS = List.of(
            AccountWriteMapper.class,
            ImageMapper.class,
            ImageWriteMapper.class,
            MemberMapper.class,
            MemberWriteMapper.class,
            UnsettledReaderMapper.class,
            SharingMapper.class,
            UploadMapper.class,
            ObjectReaderMapper.class,
            FileCheckMapper.class,
            NoteMapper.class,
            JournalMapper.class,
            FollowerMapper.class,
            AssessmentMapper.class);

    private Statements() {}

    static Configuration configuration(DataSource source) {
        return configuration(source, RowLimit.ROWS);
    }

    /** @param mostRows that a listing looks at before it is given up */
    static Configuration configuration(DataSource source, int mostRows) {
        Configuration configuration =
                new Configuration(new Environment("plankton", new JdbcTransactionFactory(), source));
        configuration.setLogImpl(NoLoggingImpl.class); // at DEBUG it would write values that clients gave
        configuration.setMapUnderscoreToCamelCase(true);
        configuration.setArgNameBasedConstructorAutoMapping(true); // columns to record components, by name
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT); // a read sees what SQL would
        configuration.setCacheEnabled(false);
        configuration.setShrinkWhitespacesInSql(true); // the driver keeps no statement that is longer than 8 KiB
        configuration.addInterceptor(new RowLimit());
        configuration.getTypeAliasRegistry().registerAlias("image", ImageRow.class);
        configuration.getTypeAliasRegistry().registerAlias("historyEntry", HistoryRow.class);
        configuration.getTypeAliasRegistry().registerAlias("uuid", UuidHandler.class);
        configuration.getTypeAliasRegistry().registerAlias("hex", HexHandler.class);
        Properties variables = new Properties();
        variables.setProperty("imageColumns", ImageRow.COLUMNS);
        variables.setProperty("imageColumnsAlone", ImageRow.COLUMNS_ALONE);
        variables.setProperty("cloud", Location.CLOUD);
        variables.setProperty("mostRows", Integer.toString(mostRows));
        variables.setProperty("mostCountedRows", Integer.toString(mostRows / RowLimit.SHARE_OF_COUNT));
        WordHandler.ALL.forEach(
                words -> words.eachWord((word, number) -> variables.setProperty(word, number.toString())));
        configuration.setVariables(variables);
        registerHandlers(configuration);
        MAPPERS.forEach(mapper -> addMapper(configuration, mapper));
        configuration.addMapper(Schema.History.class);
        configuration.addMapper(JournalTable.Rows.class);
        ErrorContext.instance().reset(); // reading the XML has left it on the container's thread
        return configuration;
    }

    private static void registerHandlers(Configuration configuration) {
        var handlers = configuration.getTypeHandlerRegistry();
        handlers.register(ImageRow.class, ImageRow.class);
        handlers.register(HistoryRow.class, HistoryRow.class);
        handlers.register(Instant.class, new InstantHandler());
        handlers.register(java.util.OptionalLong.class, new NumberHandler());
        handlers.register(Location.class, TextHandler.ofLocation());
        WordHandler.ALL.forEach(words -> words.register(handlers));
        handlers.register(
                org.plankton.registry.image.Properties.class,
                new TextHandler<>(PropertiesJson::write, PropertiesJson::stored));
        handlers.register(org.plankton.registry.image.Tags.class, new TextHandler<>(TagsJson::write, TagsJson::stored));
        handlers.register(ImageWriteMapper.Property.class, new PairHandler());
        handlers.register(
                ImageWriteMapper.Tag.class, new TextHandler<>(ImageWriteMapper.Tag::text, ImageWriteMapper.Tag::new));
        handlers.register(
                ImageWriteMapper.Word.class, new TextHandler<>(word -> word.text() + "%", ImageWriteMapper.Word::new));
    }

    private static void addMapper(Configuration configuration, Class<?> mapper) {
        String file = Statements.class.getPackageName().replace('.', '/') + "/" + mapper.getSimpleName() + ".xml";
        try (InputStream xml = Resources.getResourceAsStream(Statements.class.getClassLoader(), file)) {
            new XMLMapperBuilder(xml, configuration, file, configuration.getSqlFragments()).parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param journal is given entries while the transaction goes on, beside the table of them */
    static Database.Tables tables(SqlSession session, Assessor assessor, Journal journal) {
        Journal table = new JournalTable(session.getMapper(JournalTable.Rows.class));
        return tables(
                session,
                new Database.Writes(
                        session.getMapper(AccountWriteMapper.class),
                        session.getMapper(ImageWriteMapper.class),
                        session.getMapper(MemberWriteMapper.class),
                        entry -> {
                            table.write(entry);
                            journal.write(entry);
                        },
                        assessor));
    }

    /** For who only reads. */
    static Database.Tables tables(SqlSession session) {
        return tables(session, (Database.Writes) null);
    }

    private static Database.Tables tables(SqlSession session, Database.Writes writes) {
        return new Database.Tables(
                session.getMapper(ImageMapper.class),
                session.getMapper(MemberMapper.class),
                session.getMapper(UnsettledReaderMapper.class),
                session.getMapper(SharingMapper.class),
                session.getMapper(UploadMapper.class),
                session.getMapper(ObjectReaderMapper.class),
                session.getMapper(FileCheckMapper.class),
                session.getMapper(NoteMapper.class),
                session.getMapper(JournalMapper.class),
                session.getMapper(FollowerMapper.class),
                session.getMapper(AssessmentMapper.class),
                writes);
    }
}
