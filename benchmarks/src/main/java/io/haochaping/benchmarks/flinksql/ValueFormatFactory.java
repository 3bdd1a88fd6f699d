package io.haochaping.benchmarks.flinksql;

import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Format {@code haochaping}: values of the source topics as rows, decoded and normalised by the job's own reader. What does not count gives no row. */
public final class ValueFormatFactory implements DeserializationFormatFactory {
    private static final ConfigOption<String> TOPIC =
            ConfigOptions.key("topic").stringType().noDefaultValue();
    private static final ConfigOption<Long> APPENDED_AT =
            ConfigOptions.key("appended-at").longType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return "haochaping";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(TOPIC, APPENDED_AT);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
            DynamicTableFactory.Context context, ReadableConfig options) {
        return new Format(options.get(TOPIC), options.get(APPENDED_AT));
    }

    private record Format(String topic, long appendedAt) implements DecodingFormat<DeserializationSchema<RowData>> {
        @Override
        public DeserializationSchema<RowData> createRuntimeDecoder(
                DynamicTableSource.Context context, DataType physical) {
            RowType row = (RowType) physical.getLogicalType();
            return new ValueDecoder(
                    topic,
                    appendedAt,
                    row.getFieldNames().toArray(String[]::new),
                    context.createTypeInformation(physical));
        }

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }
    }
}
