/**
 * What may be said of each component of a form, in the office's words: [path in its JSON, label, kind, help].
 * Every attribute in the library's forms stands here, or a test fails; docs/forms.md says what they mean.
 */

import { COUNTY } from '../../county.js';
import { _ } from '../../../shared/words.js';

const LABEL = ['label', _('标签'), 'text'];
const KEY = ['key', _('字段名'), 'text', _('公式和文书里用这个名字。')];
const ASKED = [
  ['description', _('填写说明'), 'text'],
  ['properties.help', _('更多说明'), 'text'],
  ['validate.required', _('必填'), 'yes'],
  ['readonly', _('能不能改'), 'readonly'],
  ['defaultValue', _('先填好'), 'start'],
];
const HIDE = ['conditional.hide', _('什么时候不显示'), 'feel', _('条件,如 = decision = "approve"。')];
const HOUSE = [
  ['properties.must', _('填了就必须成立'), 'feel', _('条件,只由服务器核对,如 = amount <= 50000。')],
  ['properties.otherwise', _('不成立时怎么说'), 'text'],
  ['properties.rule', _('依据的规则'), 'rule', _('填得不对被拒绝时引用。')],
  ['properties.words', _('页面上改说'), 'text', _('不显示值本身,改说这个字段的内容,如 guide.name。')],
  ['properties.prefill', _('先填上'), 'feel', _('办件里已有的字段或公式。')],
  ['properties.fromCase', _('从别的办件交办来时先填'), 'text', _('如 就“{number}”批示交办。')],
];
const PRIVATE = [
  ['properties.personal', _('个人信息(加密存放)'), 'flag'],
  ['properties.visible', _('谁可以看'), 'text', _('单位或“单位/岗位”,几个用空格分开。')],
];
const LENGTH = [
  ['validate.minLength', _('最少几个字'), 'number'],
  ['validate.maxLength', _('最多几个字'), 'number'],
];
const OPTIONS = [['options', _('选项'), 'options']];
const UNIT = ['properties.unit', _('必须是名录里的单位'), 'flag'];
const FILTER = ['properties.filter', _('办件页可以按它筛选'), 'flag'];

const asking = (...own) => [LABEL, KEY, ...own, ...ASKED, HIDE, ...HOUSE, ...PRIVATE];

/** Type → {words, asks, fresh, behind}: `fresh(name)` is what a new one starts with, `behind` what is asked last of all. */
export const TYPES = {
  textfield: {
    words: _('一行文字'),
    asks: asking(...LENGTH, ['validate.validationType', _('格式'), [['', _('不限')], ['email', _('电子邮箱')], ['phone', _('电话(带国际区号)')]]],
      ['validate.pattern', _('正则式'), 'text', _('如 ^1[3-9]\\d{9}$。')], ['validate.patternErrorMessage', _('不合时怎么说'), 'text'],
      UNIT, ['properties.identity', _('身份证号码或统一社会信用代码'), 'flag']),
  },
  textarea: { words: _('多行文字'), asks: asking(...LENGTH) },
  number: {
    words: _('数字'),
    asks: asking(['validate.min', _('最小'), 'bound'], ['validate.max', _('最大'), 'bound'], ['decimalDigits', _('几位小数'), 'number'],
      ['increment', _('步长'), 'number']),
  },
  datetime: {
    words: _('日期时间'),
    behind: ['label'],
    asks: [['dateLabel', _('日期的标签'), 'text'], ...asking(['timeLabel', _('时刻的标签'), 'text'],
      ['subtype', _('填什么'), [['date', _('日期')], ['time', _('时刻')], ['datetime', _('日期和时刻')]]],
      ['use24h', _('用 24 小时'), 'yes'], ['disallowPassedDates', _('不许选过去'), 'yes'],
      ['properties.notBefore', _('不早于'), 'feel', _('如 = today。')], ['properties.notAfter', _('不晚于'), 'feel'])],
    fresh: (label) => ({ subtype: 'date', label: undefined, dateLabel: label }),
  },
  checkbox: { words: _('勾选'), asks: asking() },
  radio: { words: _('单选'), asks: asking(...OPTIONS, UNIT, FILTER), fresh: deciding },
  select: { words: _('下拉选择'), asks: asking(...OPTIONS, UNIT, FILTER, ['searchable', _('可以输入查找'), 'yes']), fresh: deciding },
  checklist: { words: _('多选'), asks: asking(...OPTIONS, UNIT), fresh: deciding },
  taglist: { words: _('多选(标签)'), asks: asking(...OPTIONS, UNIT), fresh: deciding },
  filepicker: { words: _('附件'), asks: asking(['multiple', _('可以几个'), 'yes'], ['accept', _('扩展名'), 'text', _('如 .pdf,.docx。')]) },
  expression: {
    words: _('自动算出'),
    asks: [LABEL, KEY, ['expression', _('公式'), 'feel', _('由服务器计算,如 = count * price。')],
      ['computeOn', _('什么时候算'), [['change', _('一改就算')], ['presubmit', _('提交时算')]]], HIDE],
    fresh: () => ({ expression: '= 0', computeOn: 'change' }),
  },
  text: { words: _('说明文字'), asks: [['text', _('文字'), 'long'], HIDE], fresh: () => ({ text: COUNTY.text }) },
  separator: { words: _('分隔线'), asks: [HIDE] },
  group: {
    words: _('分组'),
    asks: [LABEL, ['showOutline', _('画框'), 'yes'], HIDE],
    fresh: (label) => ({ label, showOutline: true, components: [] }),
  },
  dynamiclist: {
    words: _('列表(一行一组)'),
    asks: [LABEL, ['path', _('字段名'), 'text', _('公式里用这个名字;行内用 this.字段。')], ['defaultRepetitions', _('开始有几行'), 'number'],
      ['isRepeating', _('可以有几行'), 'yes'], ['allowAddRemove', _('可以增删行'), 'yes'], ['showOutline', _('画框'), 'yes'],
      ['disableCollapse', _('不收起'), 'yes'], ['properties.minItems', _('最少几行'), 'count'], ['properties.maxItems', _('最多几行'), 'count'], ['properties.help', _('填写说明'), 'text'],
      HIDE, ...HOUSE],
    fresh: (label) => ({ label, components: [], isRepeating: true, allowAddRemove: true, defaultRepetitions: 1, showOutline: true }),
  },
};

/** Types that ask nothing and have no name. */
export const SILENT = ['text', 'separator', 'html', 'spacer', 'image', 'button', 'iframe', 'table', 'documentPreview'];

function deciding() {
  return { values: [{ label: COUNTY.agree, value: 'approve' }, { label: COUNTY.disagree, value: 'reject' }] };
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
