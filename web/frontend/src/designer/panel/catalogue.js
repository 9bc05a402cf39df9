/**
 * All of our elements in the office's words: for each attribute its label, the kind of its value (values.js)
 * and a line of help. What banjie.xsd allows stands here, or a test fails.
 */

import { COUNTY } from '../county.js';
import { _ } from '../../shared/words.js';

const WHEN = [_('什么时候才这样'), 'when'];
const yesNo = (no, yes) => [['', no], ['true', yes]];

/** Element → {words, fields: {attribute: [label, kind, help]}, fresh(choices), begun}: `fresh` gives a new one's attributes, `begun` what its first value brings along. */
export const CATALOGUE = {
  Assignment: {
    words: _('谁办'),
    fields: {
      post: [_('岗位'), 'post', _('从名录里选。主要负责人、分管领导按办件的单位确定。不填时取所在泳道的名称。')],
      unit: [_('单位'), 'unit', _('不选就是办件的主办单位。')],
      user: [_('指定到人'), 'person', _('如 = initiator(发起人)。有它时不看岗位。')],
      deputies: [_('代理人可以办'), 'deputies', _('由参数定的,县里可以调整。')],
      recuse: [_('要回避的单位'), 'unit', _('在这个单位任职的人看不到、也办不了。')],
    },
  },
  Deadline: {
    words: _('时限'),
    fields: {
      name: [_('时限的名称'), 'text'],
      limit: [_('期限'), 'limit'],
      close: [_('几点截止'), [['', _('当日下班')], ['day', _('当日 24:00')]]],
      roll: [_('末日遇休息日'), 'roll'],
      warn: [_('提前提醒'), 'amount', _('提前多久提醒手头有待办的人,不记分。')],
      from: [_('从哪天起算'), 'value', _('当日不计入;不写就是进入这个环节那天,如 = accepted_on。')],
      basis: [_('期限的依据'), 'rule', _('不写就取政策参数的依据。')],
      liability: [_('到期开问责线索'), 'rule', _('选规则;到期没办结时,给问责线索。')],
      main: [_('这是整件的时限'), [['', _('只管这一段')], ['true', _('整件的,也是答应申请人的')]]],
      owner: [_('退回重办时'), [['', _('重新起算')], ['case', _('不重新起算(归整个办件)')]]],
    },
    fresh: () => ({ name: COUNTY.limit, limit: '5 wd' }),
  },
  Form: { words: _('表单'), fields: { ref: [_('表单'), 'form'] } },
  Rule: { words: _('依据'), fields: { id: [_('规则'), 'rule'], of: [_('只由其中的'), 'parts', _('不选就是整个元素。核对规则时只停用选中的部分。')] } },
  Verbs: {
    words: _('还可以做什么'),
    fields: {
      allow: [_('除办理、认领、放回以外'), 'verbs'],
      signers: [_('加签可以加在'), 'signers', _('不选就是都可以。')],
      return_to: [_('可以退回到'), 'returnable', _('不选就是本环节之前的任一人办环节。')],
      oral: [_('口头批示由谁代记'), 'party', _('如 县政府办公室/文书岗;记下后等本人确认,确认前不生效。')],
    },
  },
  Plain: { words: _('照预填的办'), fields: {} },
  Item: {
    words: _('分给谁'),
    begun: { as: 'unit' },
    fields: {
      in: [_('分给谁(名单)'), 'list', _('表单里选出来的几个单位或人。')],
      as: [_('每一份里叫什么'), 'text', _('如 unit;“谁办”的单位里就可以选“会签的这一家”。')],
      result: [_('结果汇成'), 'text', _('各份结果汇成的列表的名字。')],
      label: [_('每一份的小标题'), 'value', _('如 = dept.matter;待办和时限都带上它。')],
    },
  },
  Vote: {
    words: _('怎样算通过'),
    fields: {
      mode: [_('怎样算通过'), [['', _('都办完')], ['all', _('全员同意')], ['any', _('任一人即可')], ['share', _('达到比例')]]],
      share: [_('比例'), 'text', _('如 2/3;弃权计入分母。')],
      veto: [_('一票否决'), [['', _('没有')], ['reject', _('有人不同意即否决')]]],
    },
  },
  Decision: { words: _('决策表'), fields: { ref: [_('用哪张表'), 'decision'], result: [_('结果存入字段'), 'text', _('不写时各输出列按列名存入。')] } },
  Document: {
    words: _('出具文书'),
    fields: {
      kind: [_('文书名'), 'text'],
      template: [_('Word 模板'), 'template'],
      to: [_('送达'), 'party', _('单位或人,如 = unit。')],
      number: [_('字号'), 'text', _('如 督办〔{year}〕{n}号;不写则不编号。')],
      when: WHEN,
      public: [_('申请人可以看'), yesNo(_('不可以'), _('可以,凭编号和查询码'))],
      review: [_('对它不服时发起'), 'process', _('流程的代号;收文单位可以点“申请复核”。')],
    },
    fresh: ({ templates }) => ({ kind: COUNTY.paper, template: templates[0], to: '= unit' }),
  },
  Notify: {
    words: _('通知'),
    fields: {
      to: [_('通知谁'), 'party', _('单位、岗位,或 = unit。告知申请人的不写。')],
      phone: [_('告知申请人:手机号在'), 'text', _('存手机号的字段名,如 phone。发短信;发不了的在窗口列出来打印。')],
      text: [_('内容'), 'long', _('可以写 {字段}。')],
      channel: [_('方式'), [['', _('站内')], ['inbox', _('站内(写明)')], ['sms', _('短信')]]],
      when: WHEN,
    },
    fresh: () => ({ to: '= unit', text: COUNTY.please }),
  },
  Score: {
    words: _('记分'),
    fields: {
      points: [_('几分'), 'expression', _('加分写 2,扣分写 -1,也可以是公式。')],
      unit: [_('记给谁'), 'party', _('得到列表时,各单位都记。')],
      rule: [_('依据的规则'), 'rule'],
      when: WHEN,
    },
    fresh: ({ rules }) => ({ points: '-1', unit: '= unit', rule: rules[0]?.id ?? 'SD-09' }),
  },
  Reverse: {
    words: _('冲回积分'),
    fields: {
      kind: [_('哪种文书'), 'value'],
      number: [_('字号'), 'value', _('写一份的字号;不写时看“从哪天起”。')],
      since: [_('从哪天起'), 'value', _('冲回本办件从那天起出具的全部该种文书。')],
      reason: [_('理由'), 'value'],
      when: WHEN,
    },
    fresh: () => ({ kind: COUNTY.paper, number: '= slip_number', reason: COUNTY.quashed }),
  },
  Liability: {
    words: _('问责线索'),
    fields: {
      unit: [_('单位'), 'party'],
      reason: [_('事由'), 'text', _('可以写 {字段}。')],
      rule: [_('规则'), 'rule'],
      post: [_('责任岗位'), 'post'],
      when: [_('什么时候才开'), 'when'],
    },
    fresh: ({ rules }) => ({ unit: '= unit', reason: COUNTY.overdue, rule: rules[0]?.id ?? 'XS-04' }),
  },
  Register: {
    words: _('变更事项目录'),
    fields: {
      kind: [_('变更'), 'value', _('add 新增、change 调整、stop 停用、delegate 下放,或取字段,如 = change_kind。')],
      code: [_('事项代号'), 'value'],
      content: [_('内容'), 'expression', _('一组字段;调整只写要改的。')],
      from: [_('哪天起生效'), 'value', _('不写是当日。')],
      reason: [_('理由和依据'), 'value'],
      when: WHEN,
    },
    fresh: () => ({ kind: 'change', code: '= code', content: 'content', reason: '= basis' }),
  },
  Keep: {
    words: _('材料入库'),
    fields: {
      holder: [_('谁的材料'), 'field', _('存放申请人证件号码或统一社会信用代码的字段。')],
      papers: [_('哪些材料'), 'expression', _('材料名称的列表。')],
      when: WHEN,
    },
    fresh: ({ fields }) => ({ holder: fields[0]?.key ?? 'applicant_id', papers: 'papers' }),
  },
  Extend: {
    words: _('延长时限'),
    fields: {
      deadline: [_('哪个时限'), 'deadline'],
      until: [_('延到哪一天'), 'value', _('如 = until;或者写“延长多少”。')],
      by: [_('延长多少'), 'amount'],
      reason: [_('理由'), 'value', _('进台账。')],
      when: WHEN,
    },
    fresh: () => ({ deadline: COUNTY.limit, by: '5 wd' }),
  },
  Pause: { words: _('暂停计时'), fields: pausing(), fresh: () => ({ deadline: COUNTY.limit }) },
  Resume: { words: _('恢复计时'), fields: pausing(), fresh: () => ({ deadline: COUNTY.limit }) },
  Standstill: {
    words: _('停表的环节(办理期间不计时)'),
    fields: pausing(),
    fresh: () => ({ deadline: COUNTY.limit }),
  },
  Request: {
    words: _('申请'),
    fields: {
      verb: [_('动作的代号'), 'text', _('小写字母、数字、下划线,如 request_extension;按钮上写的是这个事件的名称。')],
      by: [_('谁可以提出'), 'party', _('单位、岗位,或“单位/岗位”。')],
      when: [_('什么时候才受理'), 'when'],
      refusal: [_('不受理时怎么说'), 'text'],
    },
    fresh: () => ({ verb: 'request_extension', by: '= unit' }),
  },
  Service: { words: _('服务'), fields: { operation: [_('哪项服务'), 'operation', _('任务停下来等回音。')] } },
  Input: { words: _('带进'), fields: { name: [_('名称'), 'text'], value: [_('值'), 'value'] }, fresh: () => ({ name: 'title', value: '= title' }) },
  Output: { words: _('带出'), fields: { name: [_('存入字段'), 'text'], value: [_('值'), 'value'] }, fresh: () => ({ name: 'result', value: '= result' }) },
  Correlation: { words: _('对应'), fields: { key: [_('凭什么对上是哪一件'), 'expression', _('收发双方算得相同才对应,如 case.number。')] } },
  Matter: {
    words: _('办什么事项'),
    fields: {
      code: [_('事项代号'), 'value', _('如 = matter_code;目录里没有的、停用的不予发起。')],
      as: [_('内容存成字段'), 'text', _('事项当时的内容;以后目录改了也不变。')],
    },
  },
  Release: {
    words: _('发布须经批准'),
    fields: {
      process: [_('经哪个流程批准'), 'text', _('那个流程的代号,如 process_release。')],
      field: [_('那里写本流程代号的字段'), 'text'],
      approved: [_('那里批准以后才写的字段'), 'text'],
      outcome: [_('那里走到哪个结束才算'), 'text', _('结束事件的名称;不写的,办结就算。')],
      rule: [_('依据哪条规则'), 'text'],
    },
    fresh: () => ({ process: 'process_release', field: 'folder', approved: 'approved_on', outcome: COUNTY.published, rule: 'GC-05' }),
  },
  Roster: {
    words: _('排班'),
    fields: {
      day: [_('哪一天存在'), 'field', _('存放日期的字段,如 duty_on;一天一件。')],
      shows: [_('值班页面上列出'), 'text', _('字段名,空格分开,第一个放在最前;个人信息不列。')],
      every: [_('每天都要排'), [['', _('不要求')], ['day', _('今后七天没有排的告警')]]],
      public: [_('公众页面也公布'), yesNo(_('不公布'), _('公布'))],
    },
  },
  Public: {
    words: _('公众'),
    fields: {
      name: [_('公众页面上叫什么'), 'text', _('不写就用本来的名称。')],
      shows: [_('办完以后给申请人看'), 'text', _('字段名,如 reply_text;个人信息不显示。')],
      stays: [_('为什么不能再撤回'), 'text', _('申请人要撤回而图上已经不收时给他看的话。')],
    },
  },
  Case: {
    words: _('办件'),
    fields: {
      title: [_('办件标题'), 'value', _('以 = 开头的是公式,如 = title。')],
      unit: [_('主办单位'), 'value', _('如 = unit。')],
      number: [_('办件编号'), 'text', _('如 督办〔{year}〕{n}号。')],
      start: [_('可以发起的岗位、单位'), 'posts'],
      public: [_('公众可以查进度'), [['', _('不可以')], ['true', _('可以,办结后结果公开')], ['progress', _('只能查进度,结果不公开')]]],
      group: [_('发起页上归在'), 'text', _('如 公文和会务;不写的归入“其他”。')],
      verb: [_('发起按钮上的字'), 'text', _('如 收件、登记;不写就是“发起”。')],
      register: [_('名册的叫法'), 'text', _('如 督办台账;可以发起的人在导航里有它。')],
      message: [_('收到这个消息也发起'), 'message'],
      steer: [_('谁可以中止、恢复'), 'party', _('单位、岗位;几个用空格分开。不写时只有系统可以。')],
      cancel: [_('谁可以撤销'), 'party', _('如 = [initiator, "督查室"];不写时只有发起人。')],
      remind: [_('谁可以催办'), 'party', _('不写时是发起人、主办和配合单位、经办过的人、分管领导、督查室。')],
      copy: [_('谁可以抄送、传阅'), 'party', _('不写时同催办;只是被抄送、传阅的不可以再转送。')],
      recuse: [_('要回避的单位'), 'unit', _('在这个单位任职的人在任何地方都看不到这件。')],
    },
  },
};

function pausing() {
  return {
    deadline: [_('哪个时限'), 'deadline'],
    reason: [_('理由'), 'value', _('进台账;不写时用环节名称。')],
    when: WHEN,
  };
}
