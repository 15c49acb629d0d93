//! The codebook as DDI.

use insta::assert_snapshot;
use survey::Moment;

use super::document;
use crate::codebook::json::tests::counted;

/// 2026-02-01.
const MADE_AT: Moment = Moment(1_769_904_000_500);

#[test]
fn a_small_codebook_with_counts() {
    let (book, counts) = counted();
    assert_snapshot!(document(&book, Some(&counts), MADE_AT), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <codeBook xmlns="ddi:codebook:2_5" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="ddi:codebook:2_5 https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd" version="2.5" xml:lang="zh">
     <docDscr>
      <citation>
       <titlStmt>
        <titl xml:lang="zh">茶</titl>
        <parTitl xml:lang="en">Tea</parTitl>
        <IDNo>tea</IDNo>
       </titlStmt>
       <prodStmt>
        <prodDate date="2026-02-01">2026-02-01</prodDate>
        <software>Canvass</software>
       </prodStmt>
      </citation>
     </docDscr>
     <stdyDscr>
      <citation>
       <titlStmt>
        <titl xml:lang="zh">茶</titl>
        <parTitl xml:lang="en">Tea</parTitl>
        <IDNo>tea</IDNo>
       </titlStmt>
       <verStmt>
        <version>1.0.0</version>
       </verStmt>
      </citation>
      <stdyInfo>
       <sumDscr>
        <collDate event="start" date="2026-01-12">2026-01-12</collDate>
        <collDate event="end" date="2026-01-12">2026-01-12</collDate>
       </sumDscr>
      </stdyInfo>
      <method>
       <dataColl>
        <collMode xml:lang="en">Self-administered questionnaire: web-based (CAWI)</collMode>
       </dataColl>
      </method>
     </stdyDscr>
     <fileDscr ID="F1">
      <fileTxt>
       <fileName>tea_1.0.0</fileName>
       <dimensns>
        <caseQnty>4</caseQnty>
        <varQnty>7</varQnty>
       </dimensns>
       <fileType charset="UTF-8">text/csv</fileType>
      </fileTxt>
      <notes xml:lang="zh" type="blank" subject="not_asked">未询问: 未向该受访者提出此题，或未向其提供此选项、此行。CSV 与 Excel 中为空，SPSS 中为系统缺失，Parquet 中为空值，JSON Lines 中不出现。</notes>
      <notes xml:lang="en" type="blank" subject="not_asked">Not asked: The question was not put to this respondent, or the choice or row was not offered. Empty in CSV and Excel, system-missing in SPSS, null in Parquet, left out in JSON Lines.</notes>
      <notes xml:lang="zh" type="blank" subject="not_answered">未作答 (-9): 已询问，但受访者未作答。CSV、Excel 与 SPSS 中为 -9（SPSS 中为用户缺失）；Parquet 与 JSON Lines 中为空值，旁边注明原因。</notes>
      <notes xml:lang="en" type="blank" subject="not_answered">Not answered (-9): Asked, and left unanswered. -9 in CSV, Excel and SPSS (user-missing there); null in Parquet and JSON Lines, with the reason beside it.</notes>
      <notes xml:lang="zh" type="blank" subject="not_ticked">未选 (0): 多选题已作答，向受访者提供了此选项，但未选。值为 0，属于有效回答，不是缺失。</notes>
      <notes xml:lang="en" type="blank" subject="not_ticked">Not chosen (0): The question was answered and the choice was offered, and it was not chosen. 0: an answer, not a blank; it belongs in the base.</notes>
      <notes xml:lang="zh" type="blank" subject="erased">已删除 (-8): 曾有回答，因属个人信息已按期删除。CSV、Excel 与 SPSS 中为 -8（SPSS 中为用户缺失）；Parquet 与 JSON Lines 中为空值，旁边注明原因。</notes>
      <notes xml:lang="en" type="blank" subject="erased">Erased (-8): There was an answer; it identified a person and was erased in time. -8 in CSV, Excel and SPSS (user-missing there); null in Parquet and JSON Lines, with the reason beside it.</notes>
     </fileDscr>
     <dataDscr>
      <varGrp ID="G_V4" type="multipleResp" var="V4 V5" name="drunk">
       <labl xml:lang="zh">喝过</labl>
       <labl xml:lang="en">Drunk</labl>
      </varGrp>
      <var ID="V1" name="started" files="F1" intrvl="discrete" representationType="datetime">
       <labl xml:lang="zh">开始时间（UTC）</labl>
       <labl xml:lang="en">Started (UTC)</labl>
       <sumStat type="vald">4</sumStat>
       <sumStat type="invd">0</sumStat>
       <varFormat type="character" schema="ISO" category="time" formatname="ISO 8601"></varFormat>
      </var>
      <var ID="V2" name="ended" files="F1" intrvl="discrete" representationType="datetime">
       <labl xml:lang="zh">结束时间（UTC）</labl>
       <labl xml:lang="en">Ended (UTC)</labl>
       <sumStat type="vald">4</sumStat>
       <sumStat type="invd">0</sumStat>
       <varFormat type="character" schema="ISO" category="time" formatname="ISO 8601"></varFormat>
      </var>
      <var ID="V3" name="age" files="F1" intrvl="contin" representationType="numeric">
       <labl xml:lang="zh">年龄</labl>
       <labl xml:lang="en">Age &lt;years&gt; &amp; months</labl>
       <qstn seqNo="A1" responseDomainType="numeric">
        <qstnLit xml:lang="zh">年龄</qstnLit>
        <qstnLit xml:lang="en">Age &lt;years&gt; &amp; months</qstnLit>
       </qstn>
       <universe xml:lang="zh" clusion="I">所有到达本页的受访者</universe>
       <universe xml:lang="en" clusion="I">All who reach this page</universe>
       <sumStat type="vald">4</sumStat>
       <sumStat type="invd">0</sumStat>
       <sumStat type="min">12</sumStat>
       <sumStat type="max">61</sumStat>
       <sumStat type="mean">32.25</sumStat>
       <varFormat type="numeric"></varFormat>
      </var>
      <var ID="V4" name="drunk_1" files="F1" intrvl="discrete" representationType="code">
       <labl xml:lang="zh">喝过 · 绿茶</labl>
       <labl xml:lang="en">Drunk · Green</labl>
       <qstn seqNo="A2" responseDomainType="multiple">
        <qstnLit xml:lang="zh">喝过</qstnLit>
        <qstnLit xml:lang="en">Drunk</qstnLit>
       </qstn>
       <universe xml:lang="zh" clusion="I">所有到达本页的受访者</universe>
       <universe xml:lang="en" clusion="I">All who reach this page</universe>
       <sumStat type="vald">4</sumStat>
       <sumStat type="invd">0</sumStat>
       <catgry>
        <catValu>1</catValu>
        <labl xml:lang="zh">选中</labl>
        <labl xml:lang="en">Chosen</labl>
        <catStat type="freq">3</catStat>
       </catgry>
       <catgry>
        <catValu>0</catValu>
        <labl xml:lang="zh">未选</labl>
        <labl xml:lang="en">Not chosen</labl>
        <catStat type="freq">1</catStat>
       </catgry>
       <varFormat type="numeric"></varFormat>
      </var>
      <var ID="V5" name="drunk_2" files="F1" intrvl="discrete" representationType="code">
       <labl xml:lang="zh">喝过 · 红茶</labl>
       <labl xml:lang="en">Drunk · Black</labl>
       <qstn seqNo="A2" responseDomainType="multiple">
        <qstnLit xml:lang="zh">喝过</qstnLit>
        <qstnLit xml:lang="en">Drunk</qstnLit>
       </qstn>
       <universe xml:lang="zh" clusion="I">所有到达本页的受访者</universe>
       <universe xml:lang="en" clusion="I">All who reach this page</universe>
       <sumStat type="vald">2</sumStat>
       <sumStat type="invd">2</sumStat>
       <catgry>
        <catValu>1</catValu>
        <labl xml:lang="zh">选中</labl>
        <labl xml:lang="en">Chosen</labl>
        <catStat type="freq">2</catStat>
       </catgry>
       <catgry>
        <catValu>0</catValu>
        <labl xml:lang="zh">未选</labl>
        <labl xml:lang="en">Not chosen</labl>
        <catStat type="freq">0</catStat>
       </catgry>
       <catgry missing="Y" missType="not_asked">
        <catValu></catValu>
        <labl xml:lang="zh">未询问</labl>
        <labl xml:lang="en">Not asked</labl>
        <catStat type="freq">2</catStat>
       </catgry>
       <varFormat type="numeric"></varFormat>
      </var>
      <var ID="V6" name="best" files="F1" intrvl="discrete" representationType="code">
       <labl xml:lang="zh">最喜欢</labl>
       <labl xml:lang="en">Best</labl>
       <qstn seqNo="B1" responseDomainType="category">
        <qstnLit xml:lang="zh">最喜欢</qstnLit>
        <qstnLit xml:lang="en">Best</qstnLit>
       </qstn>
       <universe xml:lang="zh" clusion="I">若 A1 大于 20</universe>
       <universe xml:lang="en" clusion="I">If A1 is more than 20</universe>
       <sumStat type="vald">1</sumStat>
       <sumStat type="invd">3</sumStat>
       <catgry>
        <catValu>1</catValu>
        <labl xml:lang="zh">绿茶</labl>
        <labl xml:lang="en">Green</labl>
        <catStat type="freq">0</catStat>
       </catgry>
       <catgry>
        <catValu>2</catValu>
        <labl xml:lang="zh">红茶</labl>
        <labl xml:lang="en">Black</labl>
        <catStat type="freq">1</catStat>
       </catgry>
       <catgry missing="Y">
        <catValu>9</catValu>
        <labl xml:lang="zh">不知道</labl>
        <labl xml:lang="en">Unknown</labl>
        <catStat type="freq">1</catStat>
       </catgry>
       <catgry missing="Y">
        <catValu>-9</catValu>
        <labl xml:lang="zh">未作答</labl>
        <labl xml:lang="en">Not answered</labl>
        <catStat type="freq">1</catStat>
       </catgry>
       <catgry missing="Y" missType="not_asked">
        <catValu></catValu>
        <labl xml:lang="zh">未询问</labl>
        <labl xml:lang="en">Not asked</labl>
        <catStat type="freq">1</catStat>
       </catgry>
       <varFormat type="numeric"></varFormat>
       <notes type="routing" subject="asked if">age &gt; 20</notes>
      </var>
      <var ID="V7" name="old" files="F1" intrvl="discrete" representationType="code">
       <labl xml:lang="zh">年长</labl>
       <labl xml:lang="en">Old</labl>
       <sumStat type="vald">4</sumStat>
       <sumStat type="invd">0</sumStat>
       <catgry>
        <catValu>0</catValu>
        <catStat type="freq">3</catStat>
       </catgry>
       <catgry>
        <catValu>1</catValu>
        <catStat type="freq">1</catStat>
       </catgry>
       <derivation>
        <drvcmd syntax="Canvass">age &gt;= 60</drvcmd>
       </derivation>
       <varFormat type="numeric"></varFormat>
      </var>
     </dataDscr>
    </codeBook>
    "#);
}

#[test]
fn what_xml_cannot_hold_is_replaced_and_the_rest_is_escaped() {
    let (mut book, _) = counted();
    book.title.0[0].1 = "a\0b <i>&\"'\u{7}".into();
    book.variables[2].name = "q\"1<".into();
    let xml = document(&book, None, MADE_AT);
    assert!(xml.contains(">a\u{fffd}b &lt;i&gt;&amp;"), "{xml}");
    assert!(xml.contains("name=\"q&quot;1&lt;\""), "{xml}");
    assert!(!xml.contains("catStat") && !xml.contains("collDate"));
}
