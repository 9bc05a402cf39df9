/**
 * What may be said of each component of a form, in the office's words: [path in its JSON, label, kind, help].
 * Every attribute in the library's forms stands here, or a test fails; docs/forms.md says what they mean.
 */

const LABEL = ['label', '标签', 'text'];
const KEY = ['key', '字段名', 'text', '公式和文书里用这个名字。'];
const ASKED = [
  ['description', '填写说明', 'text'],
  ['properties.help', '更多说明', 'text'],
  ['validate.required', '必填', 'yes'],
  ['readonly', '能不能改', 'readonly'],
  ['defaultValue', '先填好', 'start'],
];
const HIDE = ['conditional.hide', '什么时候不显示', 'feel', '条件,如 = decision = "approve"。'];
const HOUSE = [
  ['properties.must', '填了就必须成立', 'feel', '条件,只由服务器核对,如 = amount <= 50000。'],
  ['properties.otherwise', '不成立时怎么说', 'text'],
  ['properties.rule', '依据的规则', 'rule', '填得不对被拒绝时引用。'],
  ['properties.words', '页面上改说', 'text', '不显示值本身,改说这个字段的内容,如 guide.name。'],
  ['properties.prefill', '先填上', 'feel', '办件里已有的字段或公式。'],
  ['properties.fromCase', '从别的办件交办来时先填', 'text', '如 就“{number}”批示交办。'],
];
const PRIVATE = [
  ['properties.personal', '个人信息(加密存放)', 'flag'],
  ['properties.visible', '谁可以看', 'text', '单位或“单位/岗位”,几个用空格分开。'],
];
const LENGTH = [
  ['validate.minLength', '最少几个字', 'number'],
  ['validate.maxLength', '最多几个字', 'number'],
];
const OPTIONS = [['options', '选项', 'options']];
const UNIT = ['properties.unit', '必须是名录里的单位', 'flag'];
const FILTER = ['properties.filter', '办件页可以按它筛选', 'flag'];

const asking = (...own) => [LABEL, KEY, ...own, ...ASKED, HIDE, ...HOUSE, ...PRIVATE];

/** Type → {words, asks, fresh}: `fresh(name)` is what a new one starts with. */
export const TYPES = {
  textfield: {
    words: '一行文字',
    asks: asking(...LENGTH, ['validate.validationType', '格式', [['', '不限'], ['email', '电子邮箱'], ['phone', '电话(带国际区号)']]],
      ['validate.pattern', '正则式', 'text', '如 ^1[3-9]\\d{9}$。'], ['validate.patternErrorMessage', '不合时怎么说', 'text'],
      UNIT, ['properties.identity', '身份证号码或统一社会信用代码', 'flag']),
  },
  textarea: { words: '多行文字', asks: asking(...LENGTH) },
  number: {
    words: '数字',
    asks: asking(['validate.min', '最小', 'bound'], ['validate.max', '最大', 'bound'], ['decimalDigits', '几位小数', 'number'],
      ['increment', '步长', 'number']),
  },
  datetime: {
    words: '日期时间',
    asks: asking(['dateLabel', '日期的标签', 'text'], ['timeLabel', '时刻的标签', 'text'],
      ['subtype', '填什么', [['date', '日期'], ['time', '时刻'], ['datetime', '日期和时刻']]],
      ['use24h', '用 24 小时', 'yes'], ['disallowPassedDates', '不许选过去', 'yes'],
      ['properties.notBefore', '不早于', 'feel', '如 = today。'], ['properties.notAfter', '不晚于', 'feel']),
    fresh: (label) => ({ subtype: 'date', dateLabel: label }),
  },
  checkbox: { words: '勾选', asks: asking() },
  radio: { words: '单选', asks: asking(...OPTIONS, UNIT, FILTER), fresh: deciding },
  select: { words: '下拉选择', asks: asking(...OPTIONS, UNIT, FILTER, ['searchable', '可以输入查找', 'yes']), fresh: deciding },
  checklist: { words: '多选', asks: asking(...OPTIONS, UNIT), fresh: deciding },
  taglist: { words: '多选(标签)', asks: asking(...OPTIONS, UNIT), fresh: deciding },
  filepicker: { words: '附件', asks: asking(['multiple', '可以几个', 'yes'], ['accept', '扩展名', 'text', '如 .pdf,.docx。']) },
  expression: {
    words: '自动算出',
    asks: [LABEL, KEY, ['expression', '公式', 'feel', '由服务器计算,如 = count * price。'],
      ['computeOn', '什么时候算', [['change', '一改就算'], ['presubmit', '提交时算']]], HIDE],
    fresh: () => ({ expression: '= 0', computeOn: 'change' }),
  },
  text: { words: '说明文字', asks: [['text', '文字', 'long'], HIDE], fresh: () => ({ text: '说明' }) },
  separator: { words: '分隔线', asks: [HIDE] },
  group: {
    words: '分组',
    asks: [LABEL, ['showOutline', '画框', 'yes'], HIDE],
    fresh: (label) => ({ label, showOutline: true, components: [] }),
  },
  dynamiclist: {
    words: '列表(一行一组)',
    asks: [LABEL, ['path', '字段名', 'text', '公式里用这个名字;行内用 this.字段。'], ['defaultRepetitions', '开始有几行', 'number'],
      ['isRepeating', '可以有几行', 'yes'], ['allowAddRemove', '可以增删行', 'yes'], ['showOutline', '画框', 'yes'],
      ['disableCollapse', '不收起', 'yes'], ['properties.minItems', '最少几行', 'count'], ['properties.maxItems', '最多几行', 'count'], ['properties.help', '填写说明', 'text'],
      HIDE, ...HOUSE],
    fresh: (label) => ({ label, components: [], isRepeating: true, allowAddRemove: true, defaultRepetitions: 1, showOutline: true }),
  },
};

/** Types that ask nothing and have no name. */
export const SILENT = ['text', 'separator', 'html', 'spacer', 'image', 'button', 'iframe', 'table', 'documentPreview'];

function deciding() {
  return { values: [{ label: '同意', value: 'approve' }, { label: '不同意', value: 'reject' }] };
}

/** The value at a path as `validate.required`. */
export function at(component, path) {
  return path.split('.').reduce((held, name) => held?.[name], component);
}

/** Put a value at a path; undefined takes it away, and what is then empty around it. */
export function put(component, path, value) {
  const [name, inner] = path.split('.');
  if (inner) {
    const held = { ...component[name] };
    put(held, inner, value);
    return put(component, name, Object.keys(held).length ? held : undefined);
  }
  if (value === undefined) {
    delete component[name];
  } else {
    component[name] = value;
  }
  return component;
}
