package io.haochaping.domain;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the domain must never reach for, because a replay could not give it the same answer again. */
@AnalyzeClasses(packages = "io.haochaping.domain", importOptions = ImportOption.DoNotIncludeTests.class)
final class PureDomainTest {
    private static final Set<String> CLOCKS = Set.of("currentTimeMillis", "nanoTime", "now", "tick", "systemUTC");
    private static final Set<String> FLOATING = Set.of("double", "float", "java.lang.Double", "java.lang.Float");

    @ArchTest
    static final ArchRule theDomainNeedsNothingButThePlatform = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "javax.crypto..", "io.haochaping.domain.."))
            .because("the same code runs in the jobs, in the reference fold and behind the dashboard");

    @ArchTest
    static final ArchRule noResultDependsOnAClock = noClasses()
            .should()
            .accessTargetWhere(calls(
                    "a clock",
                    access -> CLOCKS.contains(access.getTarget().getName())
                            && access.getTargetOwner().getPackageName().matches("java\\.(lang|time)(\\..*)?")))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Date|Calendar|GregorianCalendar|Timer)")
            .because("a replay must give the figures of the first run (no result depends on a wall clock)");

    @ArchTest
    static final ArchRule noResultDependsOnChance = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.util\\.(Random|SplittableRandom)|java\\.util\\.random\\..*|java\\.security\\.SecureRandom"
                            + "|java\\.util\\.concurrent\\.ThreadLocalRandom")
            .orShould()
            .accessTargetWhere(calls("chance", access -> Set.of("random", "randomUUID", "shuffle", "identityHashCode")
                    .contains(access.getTarget().getName())))
            .because("a replay must give the figures of the first run");

    @ArchTest
    static final ArchRule theDomainNeitherReadsNorWritesNorLogs = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.util.logging..",
                    "java.sql..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.rmi.."))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.io\\.(File|FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile)")
            .orShould()
            .accessTargetWhere(calls(
                    "the console",
                    access -> access.getTargetOwner().isEquivalentTo(System.class)
                            && Set.of("out", "err", "in")
                                    .contains(access.getTarget().getName())))
            .because("what is counted is decided from the records; reference data comes from the class path");

    @ArchTest
    static final ArchRule noResultDependsOnTheMachine = noClasses()
            .should()
            .accessTargetWhere(calls("a setting of the machine", PureDomainTest::readsTheMachine))
            .because("zone, locale, environment and properties differ between machines; name them");

    @ArchTest
    static final ArchRule talliesAndLedgerHaveNoFloatingFields = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("..domain.tally..", "..domain.ledger..")
            .should(beFreeOf("a floating field", PureDomainTest::typesOf))
            .allowEmptyShould(true)
            .because("floating sums depend on their order; counts and sums are integers");

    @ArchTest
    static final ArchRule talliesAndLedgerHaveNoFloatingSignatures = codeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("..domain.tally..", "..domain.ledger..")
            .should(beFreeOf("a floating signature", PureDomainTest::typesOf))
            .allowEmptyShould(true)
            .because("floating sums depend on their order; counts and sums are integers");

    private static boolean readsTheMachine(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String method = access.getTarget().getName();
        return switch (method) {
            case "systemDefault", "systemDefaultZone", "getDefault", "getenv", "getProperty", "lineSeparator" -> true;
            case "defaultCharset", "availableProcessors" -> true;
            case "toUpperCase", "toLowerCase", "getBytes" ->
                owner.equals("java.lang.String") && parameters(access).isEmpty();
            case "format" ->
                owner.equals("java.lang.String") && !parameters(access).startsWith("java.util.Locale");
            case "formatted" -> owner.equals("java.lang.String");
            default -> false;
        };
    }

    /** The names of the parameter types of the called method, one after the other. */
    private static String parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget method
                ? String.join(
                        ",",
                        method.getRawParameterTypes().stream()
                                .map(JavaClass::getName)
                                .toList())
                : "";
    }

    private static DescribedPredicate<JavaAccess<?>> calls(String what, Predicate<JavaAccess<?>> predicate) {
        return describe("is " + what, predicate);
    }

    private static Stream<JavaClass> typesOf(JavaField field) {
        return Stream.of(field.getRawType());
    }

    private static Stream<JavaClass> typesOf(JavaCodeUnit method) {
        return Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream());
    }

    private static <T extends HasName.AndFullName> ArchCondition<T> beFreeOf(
            String what, Function<T, Stream<JavaClass>> types) {
        return new ArchCondition<>("not have " + what) {
            @Override
            public void check(T member, ConditionEvents events) {
                if (types.apply(member)
                        .anyMatch(type ->
                                FLOATING.contains(type.getBaseComponentType().getName()))) {
                    events.add(SimpleConditionEvent.violated(member, member.getFullName() + " has " + what));
                }
            }
        };
    }
}
