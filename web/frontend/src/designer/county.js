/** What the files a designer makes begin with: words of the county, Chinese whatever language the page is in. */

export const COUNTY = {
  limit: '办理',
  begun: '提出',
  ended: '办结',
  result: '办理结果',
  published: '已发布',
  readme: '请写明流程做什么、依据什么。',
  paper: '文书',
  please: '请办理',
  overdue: '逾期',
  quashed: '复核撤销',
  field: '新字段',
  name: '名称',
  value: '= 值',
  text: '说明',
  agree: '同意',
  disagree: '不同意',
};
