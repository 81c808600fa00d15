// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.config.Origin;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reference | check    | TRUE  | Flag[on=true]",
                "reference | check    | yes   | Flag[on=true]",
                "reference | check    | On    | Flag[on=true]",
                "reference | check    | 1     | Flag[on=true]",
                "reference | check    | NO    | Flag[on=false]",
                "reference | check    | off   | Flag[on=false]",
                "method    | async    | false | Flag[on=false]",
                "method    | timeout  | 5000  | Whole[number=5000]",
                "method    | timeout  | 600000 | Whole[number=600000]",
                "method    | retries  | 0     | Whole[number=0]",
                "method    | return   | False | Flag[on=false]",
                "method    | onreturn | a.b.onReturn | Text[text=a.b.onReturn]",
                "reference | reconnect | true | Flag[on=true]",
                "reference | reconnect | 0    | Off[]",
                "reference | reconnect | False | Off[]",
                "reference | reconnect | 1    | Whole[number=1]",
                "reference | version  | 1.0.0 | Text[text=1.0.0]",
                "reference | loadbalance | random | Text[text=random]",
                "reference | cluster  | failfast | Text[text=failfast]",
                "reference | client   | netty4 | Text[text=netty4]",
                "reference | url      | 127.0.0.1:20880 | Items[items=[127.0.0.1:20880]]",
                "reference | url      | dubbo://[::1]:20880/a.B?x=1,2; h:1 ; | 'Items[items=[dubbo://[::1]:20880/a.B?x=1,2, h:1]]'",
                "reference | mock     | N/A   | Off[]",
                "reference | stub     | NULL  | Off[]",
                "reference | cache    | false | Off[]",
                "service   | token    | true  | Flag[on=true]",
                "service   | token    | 0     | Off[]",
                "service   | token    | abc-1 | Text[text=abc-1]",
                "service   | accesslog | /var/log/a b.log | Text[text=/var/log/a b.log]",
                "service   | validation | false | Off[]",
                "service   | protocol | 'dubbo, rest,' | 'Items[items=[dubbo, rest]]'",
                "service   | filter   | '-default, logFilter' | 'Items[items=[-default, logFilter]]'",
                "service   | delay    | -1    | Whole[number=-1]",
                "protocol  | port     | -1    | Whole[number=-1]",
                "protocol  | threadpool | virtual | Text[text=virtual]",
                "protocol  | charset  | utf-8 | Text[text=UTF-8]",
                "protocol  | host     | [::1] | Text[text=[::1]]",
                "protocol  | queues   | 0     | Whole[number=0]",
                "application | qos-enable | false | Flag[on=false]",
                "application | serialize-check-status | strict | Text[text=STRICT]",
                "registry  | address  | n/a   | Text[text=n/a]",
                "registry  | use-as-config-center | false | Flag[on=false]",
                "registry  | address  | zookeeper://me:pw@a:1,[::1]?backup=b:2 ; nacos://c | Text[text=zookeeper://me:pw@a:1,[::1]?backup=b:2 ; nacos://c]",
                "registry  | address  | a:1 , b:2, | 'Text[text=a:1 , b:2,]'",
                "registry  | address  | file:///etc/shop.txt | Text[text=file:///etc/shop.txt]",
                "registry  | protocol | multicast | Text[text=multicast]",
                "registry  | password | xyz   | Text[text=xyz]",
                "registry  | group    | a/b   | Text[text=a/b]",
                "registry  | weight   | 100   | Whole[number=100]",
                "registry  | accepts  | 'dubbo, tri' | 'Items[items=[dubbo, tri]]'",
                "config-center | check | false | Flag[on=false]",
                "reference | mock     | true  | Text[text=true]",
                "reference | mock     | force:return {\"a\": 1} | Text[text=force:return {\"a\": 1}]",
                "reference | group    | 'a, b' | 'Text[text=a, b]'",
                "reference | group    | *     | Text[text=*]",
                "reference | version  | *     | Text[text=*]",
                "reference | cluster  | broadcast | Text[text=broadcast]",
                "reference | cluster  | zone-aware | Text[text=zone-aware]",
                "reference | loadbalance | p2c | Text[text=p2c]",
                "service   | loadbalance | adaptive | Text[text=adaptive]",
                "reference | sticky   | true  | Flag[on=true]",
                "reference | merger   | .addAll | Text[text=.addAll]",
                "reference | tag      | gray  | Text[text=gray]",
                "service   | weight   | 0     | Whole[number=0]",
                "service   | warmup   | 0     | Whole[number=0]",
                "service   | async    | true  | Flag[on=true]",
                "service   | dynamic  | false | Flag[on=false]",
                "service   | deprecated | true | Flag[on=true]",
                "application | owner  | 'ann, bob' | 'Items[items=[ann, bob]]'",
                "application | register-consumer | false | Flag[on=false]",
                "module    | name     | web   | Text[text=web]",
            })
    void worksWithoutAWord(String element, String attribute, String text, String value) {
        AttributeCheck check = check(element, attribute, text);
        assertThat(check.problems()).isEmpty();
        assertThat(check.isEffective()).isTrue();
        assertThat(check.value()).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reference | generic   | gson            | CFG-16",
                "reference | generic   | protobuf-json   | CFG-16",
                "reference | generic   | nativejava      | CFG-16",
                "reference | generic   | perhaps         | CFG-05",
                "reference | cache     | jcache          | CFG-16",
                "reference | cache     | lru2            | CFG-05",
                "reference | scope     | global          | CFG-05",
                "reference | injvm     | perhaps         | CFG-04",
                "reference | stub      | a/b             | CFG-08",
                "service   | scope     | Local           | CFG-05",
                "service   | onconnect | a b             | CFG-09",
                "reference | listener  | a b             | CFG-15",
                "reference | cluster   | failOver        | CFG-05",
                "reference | serialization | kryo        | CFG-16",
                "reference | protocol  | rmi             | CFG-16",
                "reference | protocol  | dubo            | CFG-05",
                "reference | client    | mina            | CFG-16",
                "reference | url       | redis://h:1     | CFG-16",
                "reference | url       | registry://h:1  | CFG-16",
                "reference | url       | h:1,h:2         | CFG-14",
                "reference | url       | dubbo://h       | CFG-14",
                "reference | connections | -1            | CFG-03",
                "reference | reconnect | -5              | CFG-03",
                "method    | timeout   | -5              | CFG-03",
                "method    | timeout   | 2147483648      | CFG-03",
                "method    | timeout   | 3s              | CFG-02",
                "method    | sent      | maybe           | CFG-04",
                "method    | onthrow   | nodot           | CFG-10",
                "method    | name      | find(String)    | CFG-09",
                "argument  | callback  | maybe           | CFG-04",
                "argument  | index     | -2              | CFG-03",
                "service   | delay     | -2              | CFG-03",
                "service   | serialization | fastjson2   | CFG-16",
                "service   | group     | a,b             | CFG-15",
                "protocol  | port      | 65536           | CFG-03",
                "protocol  | threads   | 0               | CFG-03",
                "protocol  | dispatcher | some           | CFG-05",
                "registry  | protocol  | zookeper        | CFG-05",
                "registry  | address   | zookeeper://    | CFG-14",
                "registry  | address   | zookeeper://a:1?backup=b:x | CFG-14",
                "registry  | address   | file://?x=1     | CFG-14",
                "registry  | weight    | 101             | CFG-03",
                "registry  | session   | 0               | CFG-03",
                "registry  | register-mode | instance    | CFG-16",
                "reference | loadbalance | roundRobin    | CFG-05",
                "reference | group     | a b             | CFG-15",
                "service   | version   | *               | CFG-15",
                "service   | weight    | -1              | CFG-03",
                "reference | forks     | 0               | CFG-03",
                "reference | failbacktasks | 0           | CFG-03",
                "application | register-mode | instance  | CFG-16",
                "application | serialize-check-status | disable | CFG-16",
                "reference | id        | x${b}          | CFG-13",
            })
    void isAnError(String element, String attribute, String text, String code) {
        AttributeCheck check = check(element, attribute, text);
        assertThat(check.problems()).hasSize(1);
        assertThat(check.problems().get(0).code().text()).isEqualTo(code);
        assertThat(check.value().isSet()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reference | owner       | me           | CFG-W1",
                "protocol  | telnet      | ls           | CFG-W1",
                "protocol  | charset     | GBK          | CFG-W1",
                "application | protocol  | tri          | CFG-W1",
                "application | check-serializable | false | CFG-W1",
                "application | register-mode | all      | CFG-W1",
                "registry  | register-mode | all        | CFG-W1",
                "registry  | use-as-metadata-center | true | CFG-W1",
                "module    | export-async | true        | CFG-W1",
                "provider  | export-async | true        | CFG-W1",
                "service   | export-async | true        | CFG-W1",
                "module    | refer-async | false        | CFG-W1",
                "consumer  | refer-async | false        | CFG-W1",
                "reference | refer-async | false        | CFG-W1",
                "protocol  | dispatcher  | execution    | CFG-W1",
                "protocol  | queues      | -1           | CFG-W2",
                "method    | timeout     | 600001       | CFG-W2",
                "method    | retries     | -1           | CFG-W2",
            })
    void isAcceptedWithOneWarning(String element, String attribute, String text, String code) {
        AttributeCheck check = check(element, attribute, text);
        assertThat(check.problems()).extracting(p -> p.code().text()).containsExactly(code);
        assertThat(check.isError()).isFalse();
        assertThat(check.value().isSet()).isTrue();
    }

    @Test
    void zeroAsTimeoutIsNotSetAndWarned() {
        AttributeCheck check = check("method", "timeout", "0");
        assertThat(check.value()).isEqualTo(new AttributeValue.Unset());
        assertThat(check.problems()).extracting(ConfigProblem::code).containsExactly(ConfigCode.CFG_W2);
    }

    @Test
    void zeroAsDelayIsSilentlyNotSet() {
        AttributeCheck check = check("service", "delay", "0");
        assertThat(check.value()).isEqualTo(new AttributeValue.Unset());
        assertThat(check.problems()).isEmpty();
    }

    @Test
    void aForeignProtocolIsAnErrorOnlyWhenUsed() {
        AttributeCheck check = check("protocol", "name", "rmi");
        assertThat(check.isError()).isFalse();
        assertThat(check.value().asText()).isEqualTo("rmi");
        assertThat(check.treatment()).isEqualTo(Treatment.REFUSED_WHEN_USED);
        assertThat(check.problems()).extracting(ConfigProblem::code).containsExactly(ConfigCode.CFG_W2);
        assertThat(check.whenUsed()).isNotNull();
        assertThat(check.whenUsed().code()).isEqualTo(ConfigCode.CFG_16);
    }

    @Test
    void aForeignSerializationIsAnErrorOnlyWhenItsProtocolIsUsed() {
        AttributeCheck check = check("protocol", "serialization", "kryo");
        assertThat(check.isError()).isFalse();
        assertThat(check.whenUsed()).isNotNull();
        assertThat(check.whenUsed().message())
                .isEqualTo(
                        "CFG-16 dubbo:protocol id \"x\": attribute serialization = \"kryo\" is legal in Dubbo but not provided by this release:"
                                + " Tern writes and reads hessian2; provided: hessian2. File a.xml.");
    }

    @Test
    void namesOfUserExtensionsAreLegal() {
        AttributeSpec spec = spec("reference", "cluster");
        assertThat(AttributeCheck.of(spec, "mine", origin("reference", "cluster"), Set.of("mine"))
                        .isEffective())
                .isTrue();
        AttributeCheck misspelt = AttributeCheck.of(spec, "mien", origin("reference", "cluster"), Set.of("mine"));
        assertThat(misspelt.problems().get(0).message())
                .contains("zone-aware, mine")
                .contains("did you mean \"mine\"?");
    }

    @Test
    void secretsNeverAppearInMessages() {
        assertThat(check("service", "token", "very secret").problems().get(0).message())
                .contains("attribute token = \"***\" is not")
                .doesNotContain("very");
        assertThat(check("registry", "password", "hunter2\u0007")
                        .problems()
                        .get(0)
                        .message())
                .doesNotContain("hunter2");
        assertThat(check("registry", "address", "nacos://joe:hunter2@h:x?username=joe&password=hunter2&x=1")
                        .problems()
                        .get(0)
                        .message())
                .contains("nacos://***@h:x?username=joe&password=***&x=1")
                .doesNotContain("hunter2");
    }

    @Test
    void aParameterKeepsItsValueAsWritten() {
        assertThat(check("parameter", "value", "").value().asText()).isEmpty();
        assertThat(check("parameter", "value", " a b ").value().asText()).isEqualTo(" a b ");
        assertThat(check("parameter", "key", " ").problems())
                .extracting(ConfigProblem::code)
                .containsExactly(ConfigCode.CFG_W2);
    }

    @Test
    void listsMayHoldLineBreaksAndTrailingCommas() {
        assertThat(check("reference", "filter", "\n\ta,\n\tb ,,\n").value().asItems())
                .isEqualTo(List.of("a", "b"));
        assertThat(check("reference", "filter", " , ").value().isSet()).isFalse();
    }

    @Test
    void everyUnknownItemOfAListIsReportedUpToTen() {
        assertThat(check("protocol", "prefer-serialization", "one,hessian2,two").problems())
                .extracting(ConfigProblem::message)
                .satisfiesExactly(
                        first -> assertThat(first).contains("item \"one\""),
                        second -> assertThat(second).contains("item \"two\""));
        String many = "odd,".repeat(500);
        assertThat(check("protocol", "prefer-serialization", many).problems()).hasSize(10);
        assertThat(check("reference", "filter", "a,".repeat(5_001)).problems())
                .extracting(ConfigProblem::message)
                .singleElement()
                .asString()
                .contains("is not at most 10000 characters long");
    }

    @Test
    void readingAValueAsAnotherKindIsAMistakeOfTheCaller() {
        AttributeValue number = check("method", "timeout", "5").value();
        assertThat(number.asWhole()).isEqualTo(5);
        assertThatThrownBy(number::asText)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Whole");
        assertThatThrownBy(new AttributeValue.Unset()::asFlag).isInstanceOf(IllegalStateException.class);
        assertThat(new AttributeValue.Off().asFlag()).isFalse();
        assertThat(check("sampling", "probability", "0.25").value().asDecimal()).isEqualTo(0.25);
        assertThat(check("sampling", "probability", "1.01").problems())
                .extracting(ConfigProblem::code)
                .containsExactly(ConfigCode.CFG_03);
    }

    private static AttributeCheck check(String element, String attribute, String text) {
        return AttributeCheck.of(spec(element, attribute), text, origin(element, attribute));
    }

    private static Origin origin(String element, String attribute) {
        return new Origin("dubbo:" + element, "x", attribute, "a.xml");
    }

    private static AttributeSpec spec(String element, String attribute) {
        return AttributeCatalog.standard()
                .find(ElementKind.named(element).orElseThrow(), attribute)
                .orElseThrow();
    }
}
