package io.haochaping.rules;

import io.haochaping.domain.reference.ReferenceData;
import io.haochaping.rules.file.FaultyRules;
import io.haochaping.rules.file.RulesFile;
import java.util.List;

/** The profiles that travel with the code. */
public final class ShippedProfiles {
    /** From the widest to the narrowest. */
    public static final List<String> NAMES = List.of(
            "national", "guangdong", "shenzhen", "shanghai", "beijing", "zhejiang", "sichuan", "hunan", "baiyun");

    private static final String FOLDER = "haochaping/rules/profiles/";

    private ShippedProfiles() {}

    /** @param name one of {@link #NAMES} */
    public static RulesFile read(String name) {
        try {
            return RulesFile.parse(name, ReferenceData.text(FOLDER + name + ".yaml"));
        } catch (FaultyRules impossible) {
            throw new IllegalStateException("a shipped profile is faulty", impossible);
        }
    }
}
