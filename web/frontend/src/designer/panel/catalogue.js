/**
 * All of our elements in the office's words: for each attribute its label, the kind of its value (values.js)
 * and a line of help. What banjie.xsd allows stands here, or a test fails.
 */

const WHEN = ['什么时候才这样', 'when'];
const yesNo = (no, yes) => [['', no], ['true', yes]];

/** Element → {words, fields: {attribute: [label, kind, help]}, fresh(choices)}: `fresh` gives a new one's attributes. */
export const CATALOGUE = {
  Assignment: {
    words: '谁办',
    fields: {
      post: ['岗位', 'post', '从名录里选。主要负责人、分管领导按办件的单位确定。不填时取所在泳道的名称。'],
      unit: ['单位', 'unit', '不填就是办件的主办单位;= unit 也是它。'],
      user: ['指定到人', 'person', '如 = initiator(发起人)。有它时不看岗位。'],
      deputies: ['代理人可以办', 'deputies', '由参数定的,县里可以调整。'],
      recuse: ['要回避的单位', 'unit', '在这个单位任职的人看不到、也办不了,如 = about。'],
    },
  },
  Deadline: {
    words: '时限',
    fields: {
      name: ['时限的名称', 'text'],
      limit: ['期限', 'limit'],
      close: ['几点截止', [['', '当日下班'], ['day', '当日 24:00']]],
      roll: ['末日遇休息日', 'roll'],
      warn: ['提前提醒', 'amount', '提前多久提醒手头有待办的人,不记分。'],
      from: ['从哪天起算', 'value', '当日不计入;不写就是进入这个环节那天,如 = accepted_on。'],
      basis: ['期限的依据', 'rule', '不写就取政策参数的依据。'],
      liability: ['到期开问责线索', 'rule', '选规则;到期没办结时,给问责线索。'],
      owner: ['退回重办时', [['', '重新起算'], ['case', '不重新起算(归整个办件)']]],
    },
    fresh: () => ({ name: '办理', limit: '5 wd' }),
  },
  Form: { words: '表单', fields: { ref: ['表单', 'form'] } },
  Rule: { words: '依据', fields: { id: ['规则', 'rule'], of: ['只由其中的', 'parts', '不选就是整个元素。核对规则时只停用选中的部分。'] } },
  Verbs: {
    words: '还可以做什么',
    fields: {
      allow: ['除办理、认领、放回以外', 'verbs'],
      signers: ['加签可以加在', 'signers', '不选就是都可以。'],
      return_to: ['可以退回到', 'returnable', '不选就是本环节之前的任一人办环节。'],
      oral: ['口头批示由谁代记', 'party', '如 县政府办公室/文书岗;记下后等本人确认,确认前不生效。'],
    },
  },
  Plain: { words: '照预填的办', fields: {} },
  Item: {
    words: '分给谁',
    fields: {
      in: ['分给谁(名单)', 'list', '一个列表,如 = cooperating(配合单位)。'],
      as: ['每一份里叫什么', 'text', '如 unit;谁办里的单位写 = unit。'],
      result: ['结果汇成', 'text', '各份结果汇成的列表的名字。'],
      label: ['每一份的小标题', 'value', '如 = dept.matter;待办和时限都带上它。'],
    },
  },
  Vote: {
    words: '怎样算通过',
    fields: {
      mode: ['怎样算通过', [['', '都办完'], ['all', '全员同意'], ['any', '任一人即可'], ['share', '达到比例']]],
      share: ['比例', 'text', '如 2/3;弃权计入分母。'],
      veto: ['一票否决', [['', '没有'], ['reject', '有人不同意即否决']]],
    },
  },
  Decision: { words: '决策表', fields: { ref: ['用哪张表', 'decision'], result: ['结果存入字段', 'text', '不写时各输出列按列名存入。'] } },
  Document: {
    words: '出具文书',
    fields: {
      kind: ['文书名', 'text'],
      template: ['Word 模板', 'template'],
      to: ['送达', 'party', '单位或人,如 = unit。'],
      number: ['字号', 'text', '如 督办〔{year}〕{n}号;不写则不编号。'],
      when: WHEN,
      public: ['申请人可以看', yesNo('不可以', '可以,凭编号和查询码')],
      review: ['对它不服时发起', 'process', '流程的代号;收文单位可以点“申请复核”。'],
    },
    fresh: ({ templates }) => ({ kind: '文书', template: templates[0], to: '= unit' }),
  },
  Notify: {
    words: '通知',
    fields: {
      to: ['通知谁', 'party', '单位、岗位,或 = unit。告知申请人的不写。'],
      phone: ['告知申请人:手机号在', 'text', '存手机号的字段名,如 phone。发短信;发不了的在窗口列出来打印。'],
      text: ['内容', 'long', '可以写 {字段}。'],
      channel: ['方式', [['', '站内'], ['inbox', '站内(写明)'], ['sms', '短信']]],
      when: WHEN,
    },
    fresh: () => ({ to: '= unit', text: '请办理' }),
  },
  Score: {
    words: '记分',
    fields: {
      points: ['几分', 'expression', '加分写 2,扣分写 -1,也可以是公式。'],
      unit: ['记给谁', 'party', '得到列表时,各单位都记。'],
      rule: ['依据的规则', 'rule'],
      when: WHEN,
    },
    fresh: ({ rules }) => ({ points: '-1', unit: '= unit', rule: rules[0]?.id ?? 'SD-09' }),
  },
  Reverse: {
    words: '冲回积分',
    fields: {
      kind: ['哪种文书', 'value'],
      number: ['字号', 'value', '写一份的字号;不写时看“从哪天起”。'],
      since: ['从哪天起', 'value', '冲回本办件从那天起出具的全部该种文书。'],
      reason: ['理由', 'value'],
      when: WHEN,
    },
    fresh: () => ({ kind: '文书', number: '= slip_number', reason: '复核撤销' }),
  },
  Liability: {
    words: '问责线索',
    fields: {
      unit: ['单位', 'party'],
      reason: ['事由', 'text', '可以写 {字段}。'],
      rule: ['规则', 'rule'],
      post: ['责任岗位', 'post'],
      when: ['什么时候才开', 'when'],
    },
    fresh: ({ rules }) => ({ unit: '= unit', reason: '逾期', rule: rules[0]?.id ?? 'XS-04' }),
  },
  Register: {
    words: '变更事项目录',
    fields: {
      kind: ['变更', 'value', 'add 新增、change 调整、stop 停用、delegate 下放,或取字段,如 = change_kind。'],
      code: ['事项代号', 'value'],
      content: ['内容', 'expression', '一组字段;调整只写要改的。'],
      from: ['哪天起生效', 'value', '不写是当日。'],
      reason: ['理由和依据', 'value'],
      when: WHEN,
    },
    fresh: () => ({ kind: 'change', code: '= code', content: 'content', reason: '= basis' }),
  },
  Keep: {
    words: '材料入库',
    fields: {
      holder: ['谁的材料', 'field', '存放申请人证件号码或统一社会信用代码的字段。'],
      papers: ['哪些材料', 'expression', '材料名称的列表。'],
      when: WHEN,
    },
    fresh: ({ fields }) => ({ holder: fields[0]?.key ?? 'applicant_id', papers: 'papers' }),
  },
  Extend: {
    words: '延长时限',
    fields: {
      deadline: ['哪个时限', 'deadline'],
      until: ['延到哪一天', 'value', '如 = until;或者写“延长多少”。'],
      by: ['延长多少', 'amount'],
      reason: ['理由', 'value', '进台账。'],
      when: WHEN,
    },
    fresh: () => ({ deadline: '办理', by: '5 wd' }),
  },
  Pause: { words: '暂停计时', fields: pausing(), fresh: () => ({ deadline: '办理' }) },
  Resume: { words: '恢复计时', fields: pausing(), fresh: () => ({ deadline: '办理' }) },
  Standstill: {
    words: '停表的环节(办理期间不计时)',
    fields: pausing(),
    fresh: () => ({ deadline: '办理' }),
  },
  Request: {
    words: '申请',
    fields: {
      verb: ['动作的代号', 'text', '小写字母、数字、下划线,如 request_extension;按钮上写的是这个事件的名称。'],
      by: ['谁可以提出', 'party', '单位、岗位,或“单位/岗位”。'],
      when: ['什么时候才受理', 'when'],
      refusal: ['不受理时怎么说', 'text'],
    },
    fresh: () => ({ verb: 'request_extension', by: '= unit' }),
  },
  Service: { words: '服务', fields: { operation: ['哪项服务', 'operation', '任务停下来等回音。'] } },
  Input: { words: '带进', fields: { name: ['名称', 'text'], value: ['值', 'value'] }, fresh: () => ({ name: 'title', value: '= title' }) },
  Output: { words: '带出', fields: { name: ['存入字段', 'text'], value: ['值', 'value'] }, fresh: () => ({ name: 'result', value: '= result' }) },
  Correlation: { words: '对应', fields: { key: ['凭什么对上是哪一件', 'expression', '收发双方算得相同才对应,如 case.number。'] } },
  Matter: {
    words: '办什么事项',
    fields: {
      code: ['事项代号', 'value', '如 = matter_code;目录里没有的、停用的不予发起。'],
      as: ['内容存成字段', 'text', '事项当时的内容;以后目录改了也不变。'],
    },
  },
  Release: {
    words: '发布须经批准',
    fields: {
      process: ['经哪个流程批准', 'text', '那个流程的代号,如 process_release。'],
      field: ['那里写本流程代号的字段', 'text'],
      approved: ['那里批准以后才写的字段', 'text'],
      rule: ['依据哪条规则', 'text'],
    },
    fresh: () => ({ process: 'process_release', field: 'folder', approved: 'approved_on', rule: 'GC-05' }),
  },
  Roster: {
    words: '排班',
    fields: {
      day: ['哪一天存在', 'field', '存放日期的字段,如 duty_on;一天一件。'],
      shows: ['值班页面上列出', 'text', '字段名,空格分开,第一个放在最前;个人信息不列。'],
      every: ['每天都要排', [['', '不要求'], ['day', '今后七天没有排的告警']]],
      public: ['公众页面也公布', yesNo('不公布', '公布')],
    },
  },
  Public: {
    words: '公众',
    fields: {
      name: ['公众页面上叫什么', 'text', '不写就用本来的名称。'],
      shows: ['办完以后给申请人看', 'text', '字段名,如 reply_text;个人信息不显示。'],
    },
  },
  Case: {
    words: '办件',
    fields: {
      title: ['办件标题', 'value', '以 = 开头的是公式,如 = title。'],
      unit: ['主办单位', 'value', '如 = unit。'],
      number: ['办件编号', 'text', '如 督办〔{year}〕{n}号。'],
      start: ['可以发起的岗位、单位', 'posts'],
      public: ['公众可以查进度', [['', '不可以'], ['true', '可以,办结后结果公开'], ['progress', '只能查进度,结果不公开']]],
      group: ['发起页上归在', 'text', '如 公文和会务;不写的归入“其他”。'],
      verb: ['发起按钮上的字', 'text', '如 收件、登记;不写就是“发起”。'],
      register: ['名册的叫法', 'text', '如 督办台账;可以发起的人在导航里有它。'],
      message: ['收到这个消息也发起', 'message'],
      steer: ['谁可以中止、恢复', 'party', '单位、岗位;几个用空格分开。不写时只有系统可以。'],
      cancel: ['谁可以撤销', 'party', '如 = [initiator, "督查室"];不写时只有发起人。'],
      remind: ['谁可以催办', 'party', '不写时是发起人、主办和配合单位、经办过的人、分管领导、督查室。'],
      copy: ['谁可以抄送、传阅', 'party', '不写时同催办;只是被抄送、传阅的不可以再转送。'],
      recuse: ['要回避的单位', 'unit', '在这个单位任职的人在任何地方都看不到这件。'],
    },
  },
};

function pausing() {
  return {
    deadline: ['哪个时限', 'deadline'],
    reason: ['理由', 'value', '进台账;不写时用环节名称。'],
    when: WHEN,
  };
}
